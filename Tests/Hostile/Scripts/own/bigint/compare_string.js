let x=7n**300000n;let s=String(10n**5000n);let c=0;for(let i=0;i<1e5;i++){if(x>s)c++}c
