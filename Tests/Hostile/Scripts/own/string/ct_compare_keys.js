let s="x".repeat(5e6);let a=s+"a",b=s+"b";let arr=Array(2e4).fill(a);for(let i=0;i<1e4;i++){arr.includes(b);arr.indexOf(b);arr.lastIndexOf(b)}1
