let k=[];for(let i=0;i<5e4;i++){let o={};for(let j=0;j<12;j++)o["p"+((i*7+j*13)%997)]=j;k.push(o)}k.length
