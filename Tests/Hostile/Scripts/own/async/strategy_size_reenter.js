let c0;let r=new ReadableStream({start(c){c0=c}},{size(){c0.enqueue(1);return 1},highWaterMark:1});try{c0.enqueue(1)}catch(e){String(e)}
