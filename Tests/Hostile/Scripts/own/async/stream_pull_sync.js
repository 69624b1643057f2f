let r=new ReadableStream({pull(c){for(let i=0;i<1e4;i++)c.enqueue("x".repeat(1e4)+i)}},{highWaterMark:Infinity});r.getReader().read();1
