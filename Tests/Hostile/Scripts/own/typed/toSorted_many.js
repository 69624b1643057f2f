let t=new Int32Array(3e6);let k=[];for(let i=0;i<100;i++)k.push(t.toSorted(),t.with(0,1));k.length
