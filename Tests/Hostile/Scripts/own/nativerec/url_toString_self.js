//RELAXED
let o={};o.toString=URL.canParse.bind(null,o);URL.canParse(o)
