let k=[];for(let i=0;i<2e5;i++)k.push(new Uint8Array(8).buffer);globalThis.r=k;1
