let p=[];for(let i=0;i<2e5;i++)p.push(Promise.reject(i));Promise.allSettled(p).then(r=>JSON.stringify(r).length);1
