//CALLS 40
function main(i){for(let j=0;j<50;j++)performance.mark("m".repeat(1e5)+i+"_"+j,{detail:new Uint8Array(5e4)});return performance.getEntries().length}
