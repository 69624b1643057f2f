let m=new Map();for(let i=0;i<1e5;i++)m.set({i},new Set([i,[i]]));structuredClone(m).size
