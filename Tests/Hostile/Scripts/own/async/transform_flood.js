let t=new TransformStream({transform(x,c){for(;;)c.enqueue(new Uint8Array(1e5))}});let w=t.writable.getWriter();w.write(1);t.readable.getReader().read();1
