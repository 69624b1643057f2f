let b="x".repeat(1e6);for(let i=0;i<9e3;i++)setTimeout(()=>{},1e9,b+i,Array(100).fill(i),new Uint8Array(1e4));1
