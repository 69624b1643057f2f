//CALLS 60
const k=[];function main(i){let s=String(i).repeat(2e6);k.push(s.slice(5,20));return k.length}
