let a=[];a[4294967290]=1;JSON.stringify(a).length
