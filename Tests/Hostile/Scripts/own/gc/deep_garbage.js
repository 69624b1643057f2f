function f(n){if(n)return f(n-1)+1;let s=0;for(let i=0;i<1e5;i++)s+=new Array(1000).fill(i).length;return s}
function depth(n){try{return depth(n+1)}catch{return n}}
f(depth(0)>>1);1
