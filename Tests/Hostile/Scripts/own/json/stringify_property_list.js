let o={};for(let i=0;i<1000;i++)o["k"+i]=1;JSON.stringify(Array(3e4).fill(o),Object.keys(o)).length
