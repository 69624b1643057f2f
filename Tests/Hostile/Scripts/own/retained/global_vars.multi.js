//CALLS 60
function main(i){for(let j=0;j<3000;j++)globalThis["g"+i+"_"+j]=Array(10);return i}
