let o={[Symbol.asyncIterator](){return {next(){return {done:false,value:1}},return(){return new Promise(r=>{for(;;);})}}}};(async()=>{for await(const x of o)break})();1
