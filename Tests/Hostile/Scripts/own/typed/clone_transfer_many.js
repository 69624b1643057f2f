let k=[];for(let i=0;i<1e5;i++)k.push(new ArrayBuffer(8));structuredClone(k,{transfer:k}).length
