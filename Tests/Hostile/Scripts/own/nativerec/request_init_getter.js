//RELAXED
let o={};for(const k of ["method","headers","body","signal"])Object.defineProperty(o,k,{get:Reflect.construct.bind(null,Request,["http://a/",o])});new Request("http://a/",o)
