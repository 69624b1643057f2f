//CALLS 60
const k=[];function main(i){for(let j=0;j<20;j++)k.push(7n**(30000n+BigInt(i*20+j)));return k.length}
