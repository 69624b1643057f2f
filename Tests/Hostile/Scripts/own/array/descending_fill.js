let a=[];for(let i=2e6;i>=0;i-=2)a[i]=i;for(let i=2e6-1;i>=0;i-=2)a[i]=i;a.length
