let r=new RegExp("a".repeat(5e6));let c=0;for(let i=0;i<1000;i++)c+=String(r).length;c
