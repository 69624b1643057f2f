//CALLS 60
function main(i){for(let j=0;j<30;j++)Symbol.for("d".repeat(5e4)+i+"_"+j);return i}
