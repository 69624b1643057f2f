BigInt.prototype.toJSON=function(){return this.toString()};try{JSON.stringify(Array(2000).fill(7n**300000n)).length}finally{delete BigInt.prototype.toJSON}
