async function* g(){try{for(;;)yield 1}finally{await new Promise(()=>{})}};let i=g();i.next();for(let k=0;k<5e5;k++)i.return(k);1
