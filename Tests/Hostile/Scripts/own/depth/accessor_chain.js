//RELAXED
let o={get v(){return 1}};for(let i=0;i<2e4;i++){const p=o;o={get v(){return p.v}}}o.v
