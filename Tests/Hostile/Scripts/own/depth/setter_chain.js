//RELAXED
let o={set v(x){}};for(let i=0;i<2e4;i++){const p=o;o={set v(x){p.v=x}}}o.v=1
