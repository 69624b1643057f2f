//RELAXED
let w;let u={};u.abort=()=>w.abort();w=new WritableStream(u);let g=w.getWriter();u.abort=WritableStreamDefaultWriter.prototype.abort.bind(g);g.abort();g.close().catch(()=>1)
