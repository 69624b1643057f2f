let b=new ArrayBuffer(8,{maxByteLength:2**20});let v=new DataView(b);let k=[];for(let i=0;i<1e4;i++)k.push(structuredClone(v));k.length
