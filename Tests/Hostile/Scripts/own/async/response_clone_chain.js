let r=new Response(new ReadableStream({pull(c){c.enqueue(new Uint8Array(1e5))}}));let k=[];try{for(let i=0;i<2000;i++){k.push(r);r=r.clone()}}catch(e){};k.forEach(x=>x.body.getReader().read());1
