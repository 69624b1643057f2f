let o={};globalThis.r=o;for(let i=0;i<1e5;i++){let n={};o.w=new WeakRef(n);o.n=n;o=n}1
