//RELAXED
let c0;new ReadableStream({start(c){c0=c}},{size(){c0.enqueue(1);return 1}});c0.enqueue(1)
