let o={};for(let i=0;i<1e4;i++)o["a"+i]=1;let c=0;for(const k in o){for(let j=0;j<50;j++)o["b"+(c++)]=1;delete o[k]}c
