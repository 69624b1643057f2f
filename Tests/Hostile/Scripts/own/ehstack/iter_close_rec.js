//RELAXED
function f(){for(const x of {[Symbol.iterator](){return {next(){return {value:1}},return:f}}})break}f()
