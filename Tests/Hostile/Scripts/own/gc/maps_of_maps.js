let m=new Map();globalThis.r=m;for(let i=0;i<2e5;i++){let n=new Map([[m,m]]);m.set(i&1023,n);m=n}1
