//CALLS 60
const k=[];function f(...a){k.push(()=>a)}function main(i){for(let j=0;j<20;j++)f(...Array(1e4).fill(i));return k.length}
