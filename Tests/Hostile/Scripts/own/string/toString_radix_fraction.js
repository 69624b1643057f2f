let c=0;for(let i=0;i<1e6;i++)c+=(5e-324*(i+1)).toString(2).length+(Math.PI*i).toString(36).length;c
