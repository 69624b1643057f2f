//CALLS 60
const a=[];function main(i){for(let j=0;j<5000;j++)a[(i*5000+j)*1000]=j;return a.length}
