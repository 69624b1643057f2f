//CALLS 60
const k=[];function main(i){for(let j=0;j<5000;j++)k.push(new Promise(()=>{}).then(()=>j));return k.length}
