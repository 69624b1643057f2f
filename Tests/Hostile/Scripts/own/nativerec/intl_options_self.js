//RELAXED
let o={};Object.defineProperty(o,"localeMatcher",{get:Reflect.construct.bind(null,Intl.NumberFormat,["en",o])});new Intl.NumberFormat("en",o)
