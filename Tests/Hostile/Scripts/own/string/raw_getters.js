String.raw({raw:new Proxy({},{get(t,k){return k==="length"?2**53-1:"x".repeat(1e6)}})},1)
