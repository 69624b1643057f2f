class A extends Array{static get [Symbol.species](){return function(){return new Proxy([],{defineProperty(t,k,d){t.length=0;return true},set(){return true}})}}}
let a=new A();a.length=5e6;a.map(()=>1);a.filter(()=>1);a.concat(a).length
