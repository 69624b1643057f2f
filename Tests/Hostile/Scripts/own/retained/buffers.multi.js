//CALLS 60
const k=[];function main(i){k.push(new ArrayBuffer(8,{maxByteLength:4e6}));k.at(-1).resize(4e6);new Uint8Array(k.at(-1)).fill(1);return k.length}
