let p="";for(let i=0;i<2e4;i++)p+="a"+i+"=b"+(i%7)+"?.x??[],";"let b0,b1,b2,b3,b4,b5,b6;let ["+p+"...r]=Array(3e6);r.length"
