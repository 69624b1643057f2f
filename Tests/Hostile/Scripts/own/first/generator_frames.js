function* g(){let a=Array(100);yield a}let k=[];for(;;){let i=g();i.next();k.push(i)}
