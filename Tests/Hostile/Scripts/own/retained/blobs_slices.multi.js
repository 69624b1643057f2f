//CALLS 60
const k=[];function main(i){k.push(new Blob([new Uint8Array(3e6).fill(i)]).slice(0,1));return k.length}
