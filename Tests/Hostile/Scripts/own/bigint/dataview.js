let d=new DataView(new ArrayBuffer(8));let x=-(7n**300000n);for(let i=0;i<1e6;i++)d.setBigUint64(0,x);1
