// Equal but for the last word: each comparison reads both numbers.
let x=7n**300000n,a=Array(2e6).fill(x);a.includes(x+1n);a.indexOf(x+1n)
