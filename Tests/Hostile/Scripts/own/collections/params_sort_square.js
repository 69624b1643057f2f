let p=new URLSearchParams();let s="x".repeat(1e5);for(let i=0;i<3000;i++)p.append(s+(3000-i),"");for(let i=0;i<1000;i++)p.sort();1
