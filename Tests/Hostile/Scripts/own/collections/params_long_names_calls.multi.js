//CALLS 60
const p=new URLSearchParams();const a="x".repeat(4e6)+"a",b="x".repeat(4e6)+"b";
function main(i){if(i<55){for(let j=0;j<400;j++)p.append(a,"");return p.size}return p.has(b)}
