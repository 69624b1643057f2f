//RELAXED
let s=new ReadableStream({start(c){for(let i=0;i<10;i++)c.enqueue(i);c.close()}});for(let i=0;i<3000;i++)s=s.pipeThrough(new TransformStream());new Response(s.pipeThrough(new TextEncoderStream())).text();1
