let o={get then(){return this.n++<1e9?undefined:1},n:0};(async()=>{for(;;)await o})();1
