for(let k=0;k<200;k++){let w=new WeakMap();let o={};for(let i=0;i<1000;i++){let n={};w.set(n,o);w.set(o,n);o=n}}1
