let m=new Map();let s="x".repeat(2e6);for(let i=0;i<1e5;i++)m.has(s+i);m.size
