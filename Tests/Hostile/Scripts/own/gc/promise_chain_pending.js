let p=new Promise(()=>{});globalThis.r=p;for(let i=0;i<1e5;i++)p=p.then(x=>x);1
