//CALLS 60
const k=[];function main(i){for(let j=0;j<100;j++)k.push(new RegExp("(a|b)*c{1,5}"+i+"_"+j,"i"));for(const r of k)r.test("ab");return k.length}
