let t=new BigUint64Array(5e6);for(let i=0;i<1000;i++)t.fill(BigInt(i)<<60n);t.reduce((a,b)=>a+b,0n)
