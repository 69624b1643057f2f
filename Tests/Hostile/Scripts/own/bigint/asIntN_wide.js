let x=7n**300000n;let c=0;for(let i=0;i<1e5;i++){BigInt.asIntN(800000,x);c++}c
