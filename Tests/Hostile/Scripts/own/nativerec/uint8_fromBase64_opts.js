//RELAXED
let o={};Object.defineProperty(o,"alphabet",{get:Uint8Array.fromBase64?.bind(Uint8Array,"",o)});Uint8Array.fromBase64?.("",o)
