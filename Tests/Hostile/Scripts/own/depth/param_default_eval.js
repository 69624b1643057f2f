//RELAXED
function f(a=f(),b=f()){return a}f()
