//RELAXED
let s=new ReadableStream({pull(c){c.enqueue(new Uint8Array(1000))}});for(let i=0;i<2000;i++)s=s.pipeThrough(new IdentityTransformStream());s.getReader().read();1
