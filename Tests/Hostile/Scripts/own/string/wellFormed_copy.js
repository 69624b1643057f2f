let s="\ud800x".repeat(2e7);let c=0;for(let i=0;i<100;i++)c+=s.toWellFormed().length;c
