class B{constructor(o){return o}}class P extends B{#a=1;#b={};static has(o){return #a in o}}let o={};globalThis.r=o;for(let i=0;i<2e4;i++){new P(o);let n={};o.n=n;o=n}P.has(o)
