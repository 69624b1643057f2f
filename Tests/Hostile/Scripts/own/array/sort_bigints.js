// The default order compares texts: digits of a BigInt again and again.
let b=7n**4000n;Array.from({length:3000},(_,i)=>b+BigInt(i*7919%3000)).sort().length
