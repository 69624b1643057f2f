let r=new FinalizationRegistry(()=>{});let t={};let k=[];for(let i=0;i<5e4;i++){let o={};k.push(o);r.register(o,i,t)}r.unregister(t);k.length
