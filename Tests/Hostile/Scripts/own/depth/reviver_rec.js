//RELAXED
function f(){return JSON.parse("[1]",f)}f()
