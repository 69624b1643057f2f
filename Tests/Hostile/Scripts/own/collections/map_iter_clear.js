let m=new Map();for(let i=0;i<2e5;i++)m.set(i,i);let its=[];for(let i=0;i<2e5;i++){let it=m.keys();it.next();its.push(it)}m.clear();for(const it of its)it.next();1
