let b=new Uint8Array(1e7);let d=new TextDecoder();let c=0;for(let i=0;i<1000;i++)c+=d.decode(b).length;c
