let a=[];for(let i=0;i<3e5;i++)a[i*3]=i;Object.defineProperty(a,0,{configurable:false});for(let k=0;k<50;k++)try{a.length=0;a.length=9e5}catch(e){}
a.length
