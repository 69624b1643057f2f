let k=[];for(let i=0;i<2e4;i++){let s=new TransformStream();s.readable.getReader().read();k.push(s)}globalThis.r=k;1
