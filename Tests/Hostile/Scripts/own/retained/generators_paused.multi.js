//CALLS 60
const k=[];function* g(){let a=Array(100).fill(1);for(;;)yield a}function main(i){for(let j=0;j<2000;j++){let x=g();x.next();k.push(x)}return k.length}
