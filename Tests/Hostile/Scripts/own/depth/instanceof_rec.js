//RELAXED
let f={[Symbol.hasInstance](v){return v instanceof f}};1 instanceof f
