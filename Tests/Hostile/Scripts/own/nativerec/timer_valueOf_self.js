//RELAXED
let o={};o.valueOf=setTimeout.bind(null,Array,o);setTimeout(Array,o)
