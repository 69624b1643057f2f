let s="a".repeat(1e7);let c=0;for(let i=0;i<1000;i++)c+=btoa(s).length;c
