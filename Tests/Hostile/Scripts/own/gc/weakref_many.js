let k=[];for(let i=0;i<3e5;i++)k.push(new WeakRef({i}));let c=0;for(const r of k)c+=r.deref()?1:0;c
