//CALLS 60
const c=new AbortController();function main(i){for(let j=0;j<3000;j++)AbortSignal.any([c.signal]).addEventListener("abort",()=>j);return i}
