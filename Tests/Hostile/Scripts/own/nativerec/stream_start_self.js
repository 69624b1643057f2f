//RELAXED
let u={};u.start=Reflect.construct.bind(null,ReadableStream,[u]);new ReadableStream(u)
