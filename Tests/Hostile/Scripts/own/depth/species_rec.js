//RELAXED
class A extends Array{static get [Symbol.species](){new A(1).map(x=>x);return A}}new A(1).map(x=>x)
