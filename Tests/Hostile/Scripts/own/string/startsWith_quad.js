let s="a".repeat(4e6);let c=0;for(let i=0;i<1e5;i++)c+=s.startsWith(s.slice(0,-1))+s.endsWith(s)+s.includes(s);c
