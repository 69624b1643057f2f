try{Object.defineProperty(Array.prototype,0,{configurable:true,set(v){[].push(v)},get(){return 1}});[].push(1);[1].concat([2]).map(x=>x)}finally{delete Array.prototype[0]}
