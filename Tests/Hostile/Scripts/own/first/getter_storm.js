let o={};for(let i=0;i<1000;i++)Object.defineProperty(o,"k"+i,{get(){return this["k"+((i+1)%1000)]}});try{o.k0}catch(e){String(e)}
