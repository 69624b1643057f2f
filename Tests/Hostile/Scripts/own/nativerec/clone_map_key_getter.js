//RELAXED
let o={};Object.defineProperty(o,"a",{enumerable:true,get:()=>structuredClone(new Map([[o,o]]))});structuredClone(o)
