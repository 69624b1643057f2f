//RELAXED
function f(){new Promise(f)}f()
