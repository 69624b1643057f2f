let m=new Map();let x=7n**300000n;for(let i=0;i<1e5;i++){m.set(x+BigInt(i),i)}m.size
