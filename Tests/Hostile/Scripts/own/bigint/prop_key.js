let o={};let x=7n**50000n;for(let i=0;i<1e4;i++)o[x+BigInt(i)]=1;Object.keys(o).length
