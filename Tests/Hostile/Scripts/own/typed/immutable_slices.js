let b=new ArrayBuffer(3e7);let k=[];for(;;)k.push(b.sliceToImmutable?.(0)??b.slice(0))
