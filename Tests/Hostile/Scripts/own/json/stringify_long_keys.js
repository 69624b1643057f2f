let k="\u0001".repeat(5e5);let o={};for(let i=0;i<50;i++)o[k+i]=1;JSON.stringify(Array(20).fill(o)).length
