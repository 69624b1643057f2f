let p=new URLSearchParams();let a="x".repeat(2e6)+"a",b="x".repeat(2e6)+"b";for(let i=0;i<500;i++)p.append(a,"");for(let i=0;i<1e6;i++){p.has(b);p.get(b)}1
