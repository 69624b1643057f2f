let c=0;(async()=>{for(;;){await using x={async [Symbol.asyncDispose](){c++}}}})();c
