//RELAXED
function* g(){try{yield 1}finally{let h=g();h.next();h.throw(new Error("x"))}}let h=g();h.next();h.return()
