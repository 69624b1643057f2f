let c=new AbortController();let k=[];for(let i=0;i<3e5;i++)k.push(AbortSignal.any([c.signal]));c.abort();k.length
