//RELAXED
let o={get transform(){new TransformStream(o)}};new TransformStream(o)
