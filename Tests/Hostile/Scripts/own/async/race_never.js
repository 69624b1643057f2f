let never=new Promise(()=>{});(async()=>{for(;;)await Promise.race([never,1])})();1
