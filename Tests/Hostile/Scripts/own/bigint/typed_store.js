let a=new BigInt64Array(10);let x=7n**300000n;for(let i=0;i<1e6;i++){a[i%10]=x;a.fill(x)}1
