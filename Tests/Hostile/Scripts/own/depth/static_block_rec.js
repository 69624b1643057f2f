//RELAXED
function f(n){return class{static{if(n)f(n-1)}}}f(1e5)
