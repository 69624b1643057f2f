//CALLS 60
let s="";function main(i){for(let j=0;j<1e5;j++)s+="abc"+j;return s.length}
