let r=new ReadableStream({type:"bytes",autoAllocateChunkSize:2**31-1,pull(c){}});r.getReader().read();1
