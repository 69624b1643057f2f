//RELAXED
let a=[];a[Symbol.iterator]=Reflect.construct.bind(null,Blob,[a]);new Blob(a)
