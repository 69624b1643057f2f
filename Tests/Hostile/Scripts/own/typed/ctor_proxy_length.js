new Uint8Array(new Proxy({},{get(t,k){return k==="length"?2**31-200:k===Symbol.iterator?undefined:{valueOf(){return 1}}}})).length
