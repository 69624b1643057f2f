//CALLS 60
const b=new Uint8Array(10);function main(i){for(let j=0;j<9000;j++)setTimeout(()=>b,2**31-1,Array(20));return i}
