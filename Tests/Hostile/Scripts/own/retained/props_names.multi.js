//CALLS 60
const o={};function main(i){for(let j=0;j<300;j++)o["p".repeat(3000)+i+"_"+j]=1;return Object.keys(o).length}
