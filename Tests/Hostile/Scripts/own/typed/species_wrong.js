class A extends Uint8Array{static get [Symbol.species](){return class{constructor(n){return new Float64Array(5e6)}}}}let a=new A(1e5);let k=[];for(let i=0;i<1000;i++)k.push(a.slice());k.length
