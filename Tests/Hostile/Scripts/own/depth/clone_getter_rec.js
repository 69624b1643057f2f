//RELAXED
let o={get a(){return structuredClone(o)}};structuredClone(o)
