//RELAXED
let f=new FormData();let o={};o.toString=f.append.bind(f,o,o);f.append(o,o)
