let s=" \u2003\ufeff".repeat(1e7);let c=0;for(let i=0;i<1000;i++)c+=s.trim().length+s.trimStart().length+s.trimEnd().length;c
