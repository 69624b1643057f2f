let x=7n**300000n;let a=[];for(let i=0;;i++)a.push(x+BigInt(i))
