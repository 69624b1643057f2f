let s=new ReadableStream({pull(c){c.enqueue(1)}});let k=[];for(let i=0;i<3000;i++){let [a,b]=s.tee();k.push(b);s=i%50?a:ReadableStream.from(a)}k.forEach(b=>b.getReader().read());1
