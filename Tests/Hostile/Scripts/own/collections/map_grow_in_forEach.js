let m=new Map([[0,0]]);let i=0;m.forEach((v,k)=>{m.delete(k);m.set(++i,Array(100).fill(v));m.set(-i,m)});m.size
