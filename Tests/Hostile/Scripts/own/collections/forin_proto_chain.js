let o={};for(let i=0;i<3000;i++){o=Object.create(o);for(let j=0;j<20;j++)o["k"+i+"_"+j]=1}let c=0;for(let r=0;r<20;r++)for(const k in o)c++;c
