let o={};for(let i=0;i<100;i++)Object.defineProperty(o,"g"+i,{enumerable:true,get(){let r={};for(let j=0;j<100;j++)r["h"+j]={get v(){return o}};return r}});structuredClone(o);1
