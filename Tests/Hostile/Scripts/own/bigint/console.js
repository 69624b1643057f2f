let x=7n**11000n;for(let i=0;i<1e5;i++)console.log("%d %i %f %s %o",x,x,x,x,x)
