//RELAXED
let o={};Object.defineProperty(o,"name",{get:crypto.subtle.digest.bind(crypto.subtle,o,new Uint8Array(1))});crypto.subtle.digest(o,new Uint8Array(1)).catch(()=>1)
