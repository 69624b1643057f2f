//RELAXED
let o={};o.toString=atob.bind(null,o);atob(o);
