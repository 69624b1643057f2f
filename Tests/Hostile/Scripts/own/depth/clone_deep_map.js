let m=new Map();for(let i=0;i<1e5;i++)m=new Map([[m,m]]);structuredClone(m);console.log("%o %O %j",m,m,m);1
