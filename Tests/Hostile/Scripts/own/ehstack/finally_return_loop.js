//RELAXED
function f(){try{return f()}finally{try{f()}finally{}}}f()
