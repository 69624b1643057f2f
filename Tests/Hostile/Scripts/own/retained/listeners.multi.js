//CALLS 60
const t=new EventTarget();function main(i){for(let j=0;j<1000;j++)try{t.addEventListener("a".repeat(1000)+i+"_"+j,()=>i)}catch(e){}return i}
