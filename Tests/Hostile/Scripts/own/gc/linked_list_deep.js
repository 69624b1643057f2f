let h=null;for(let i=0;i<8e5;i++)h={h};globalThis.r=h;let c=[];for(let i=0;i<100;i++)c.push(Array(1e5));1
