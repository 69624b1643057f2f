let s=ReadableStream.from([1]);for(let i=0;i<5000;i++)s=ReadableStream.from(s);s.getReader().read();1
