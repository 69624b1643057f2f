//RELAXED
let o={get a(){return String(new Headers(o).get("a"))}};new Headers(o)
