//CALLS 60
const f=new FormData();function main(i){for(let j=0;j<20;j++)f.append("f",new File([new Uint8Array(1e5)],"n".repeat(1000)));return i}
