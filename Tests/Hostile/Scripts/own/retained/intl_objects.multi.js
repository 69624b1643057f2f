//CALLS 60
const k=[];function main(i){for(let j=0;j<100;j++)k.push(new Intl.DateTimeFormat("de",{dateStyle:"full"}),new Intl.NumberFormat("fr"));return k.length}
