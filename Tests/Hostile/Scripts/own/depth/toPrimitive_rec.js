//RELAXED
let o={[Symbol.toPrimitive](h){return o+o}};`${o}`;
