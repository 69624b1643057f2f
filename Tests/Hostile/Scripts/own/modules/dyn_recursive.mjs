//RELAXED
async function f(n){await import("chain:"+n%90);return f(n+1)}await f(0);export default 1
