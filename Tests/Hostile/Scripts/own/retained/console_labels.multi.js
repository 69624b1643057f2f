//CALLS 60
function main(i){for(let j=0;j<2000;j++){console.count("l".repeat(90)+i+"_"+j);console.time("t".repeat(90)+i+"_"+j)}return i}
