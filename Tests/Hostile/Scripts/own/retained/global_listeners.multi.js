//CALLS 60
function main(i){for(let j=0;j<1000;j++)try{addEventListener("error",()=>Array(100))}catch(e){}reportError(1);return i}
