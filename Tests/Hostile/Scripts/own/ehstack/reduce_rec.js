//RELAXED
function f(){new Set([1,2]).forEach(f);[1,2].reduce(f,1)}f()
