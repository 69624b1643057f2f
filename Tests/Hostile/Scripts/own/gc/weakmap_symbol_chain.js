let w=new WeakMap();let s=Symbol(0);globalThis.r=s;for(let i=0;i<2e4;i++){let n=Symbol(i);w.set(s,n);s=n}1
