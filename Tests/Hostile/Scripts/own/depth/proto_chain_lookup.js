let o={};for(let i=0;i<2e5;i++)o=Object.create(o);let c=0;for(let i=0;i<1000;i++){o.zz;"zz" in o;o instanceof Array;c++}c
