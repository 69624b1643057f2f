let ws=Array.from({length:100},()=>new WeakMap());let o={};globalThis.r=o;for(let i=0;i<3e4;i++){let n={};ws[i%100].set(o,{n,w:ws[(i+1)%100]});o=n}1
