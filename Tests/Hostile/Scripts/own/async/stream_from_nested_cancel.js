//RELAXED
let s=ReadableStream.from([1]);for(let i=0;i<2e4;i++)s=ReadableStream.from(s);s.cancel("x");1
