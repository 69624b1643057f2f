//CALLS 60
const k=[];function main(i){for(let j=0;j<10;j++){let r=new Response("b".repeat(1e5)+i+j);k.push(r,r.clone())}return k.length}
