//RELAXED
let s=new ReadableStream();for(let i=0;i<5000;i++)s=s.pipeThrough(new TransformStream());s.cancel(new Error("x"));1
