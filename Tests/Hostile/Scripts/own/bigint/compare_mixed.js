let x=7n**300000n;let c=0;for(let i=0;i<1e7;i++){if(x>1e308)c++;if(x==Infinity)c++;if(x<"1e5")c++}c
