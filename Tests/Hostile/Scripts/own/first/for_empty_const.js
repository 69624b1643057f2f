for(const x=[];;x.push(x.length,[]));
