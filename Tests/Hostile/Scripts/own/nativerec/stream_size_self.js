//RELAXED
let s={};Object.defineProperty(s,"highWaterMark",{get:Reflect.construct.bind(null,ReadableStream,[{},s])});new ReadableStream({},s)
