//RELAXED
function f(){using x={[Symbol.dispose]:f};f()}f()
