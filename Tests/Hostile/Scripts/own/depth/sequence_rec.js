//RELAXED
let o={[Symbol.iterator](){new URLSearchParams(o);return [][Symbol.iterator]()}};new URLSearchParams(o)
