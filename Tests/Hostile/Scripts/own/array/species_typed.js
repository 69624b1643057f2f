class A extends Array{static get [Symbol.species](){return class{constructor(n){return new Float64Array(n)}}}}
let a=new A();for(let i=0;i<1e5;i++)a[i]=i;for(let i=0;i<200;i++)a.map(x=>x).length
