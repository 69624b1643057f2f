let s=",".repeat(3e7);let c=0;for(let i=0;i<1e5;i++)c+=s.split(",",1).length;c
