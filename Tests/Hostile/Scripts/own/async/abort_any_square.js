// Each of ten thousand signals stands for ten thousand others.
let s=Array.from({length:9990},()=>new AbortController().signal);let big=AbortSignal.any(s);AbortSignal.any(Array(9990).fill(big)).aborted
