//RELAXED
let a=[1];let f=Map.groupBy.bind(null,a,(...x)=>f(...x));f()
