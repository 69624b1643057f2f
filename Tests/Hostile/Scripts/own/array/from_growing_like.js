let n=1;Array.from(new Proxy({},{get(t,k){return k==="length"?2**32-1:k===Symbol.iterator?undefined:n++}})).length
