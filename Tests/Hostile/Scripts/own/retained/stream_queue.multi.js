//CALLS 60
let c0;new ReadableStream({start(c){c0=c}});function main(i){for(let j=0;j<100;j++)c0.enqueue(new Uint8Array(4e4));return i}
