let r=new FinalizationRegistry(()=>{});let k=[];for(let i=0;i<3e4;i++){let o={};k.push(o);r.register(o,i,o)}for(const o of k)r.unregister(o);1
