//CALLS 60
const k=[];function f(n){return n?f(n-1):new Error("e".repeat(1e4)+Math.random())}function main(i){for(let j=0;j<100;j++)k.push(f(50));return k.map(e=>e.stack).length}
