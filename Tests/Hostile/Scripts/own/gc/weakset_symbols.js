let w=new WeakSet();let k=[];for(let i=0;i<1e5;i++){let s=Symbol(i);w.add(s);k.push(s)}k.length
