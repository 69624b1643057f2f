//RELAXED
let o={[Symbol.iterator](){return [...o][Symbol.iterator]()}};[...o]
