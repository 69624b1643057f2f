//CALLS 60
const k=[];function main(i){for(let j=0;j<3000;j++){let d=new TextDecoder("gb18030");d.decode(new Uint8Array([0x81,0x30]),{stream:true});k.push(d)}return k.length}
