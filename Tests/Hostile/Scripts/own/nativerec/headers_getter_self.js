//RELAXED
let h={};Object.defineProperty(h,"a",{enumerable:true,get:Reflect.construct.bind(null,Headers,[h])});new Headers(h)
