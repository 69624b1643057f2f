let s=new ReadableStream({pull(c){c.enqueue(new Uint8Array(1e6))}});let [a,b]=s.tee();let r=a.getReader();(async()=>{for(;;)await r.read()})();1
