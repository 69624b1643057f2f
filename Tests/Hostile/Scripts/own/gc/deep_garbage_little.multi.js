//CALLS 60
function f(n){if(n)return f(n-1)+1;let s=0;for(let i=0;i<4000;i++)s+=new Array(1000).fill(i).length;return s}
function main(i){return f(500)}
