//RELAXED
let a=[];a[Symbol.iterator]=AbortSignal.any.bind(null,a);AbortSignal.any(a)
