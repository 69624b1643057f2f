try{Array.prototype.reduceRight.call({length:2**53-1},(a,b)=>a)}catch(e){String(e)}
