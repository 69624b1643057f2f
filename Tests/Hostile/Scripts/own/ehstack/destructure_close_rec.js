//RELAXED
function f(){let [a]={[Symbol.iterator](){return {next(){return {value:1}},return(){f();return {}}}}}}f()
