//CALLS 60
const k=[];function main(i){for(let j=0;j<50;j++)k.push(Symbol("d".repeat(3e4)+i+j));return k.length}
