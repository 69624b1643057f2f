let s="{";for(let i=0;i<5e4;i++)s+="{var v"+i+";}";s+"}let z=1;"+Array.from({length:5e4},(_,i)=>"var v"+i+";").join("")
