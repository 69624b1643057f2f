let o={};for(let i=0;i<1e5;i++)Object.defineProperty(o,i,{get(){return o},configurable:true});for(let i=0;i<1e5;i++)delete o[i];1
