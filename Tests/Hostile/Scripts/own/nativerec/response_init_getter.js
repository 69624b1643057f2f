//RELAXED
let o={};Object.defineProperty(o,"status",{get:Reflect.construct.bind(null,Response,["",o])});new Response("",o)
