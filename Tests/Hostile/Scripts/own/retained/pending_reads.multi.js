//CALLS 60
const r=new ReadableStream().getReader();function main(i){for(let j=0;j<5000;j++)r.read();return i}
