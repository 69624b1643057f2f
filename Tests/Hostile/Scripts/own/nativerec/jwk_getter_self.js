//RELAXED
let o={kty:"oct"};Object.defineProperty(o,"k",{get:crypto.subtle.importKey.bind(crypto.subtle,"jwk",o,{name:"HMAC",hash:"SHA-256"},true,["sign"])});crypto.subtle.importKey("jwk",o,{name:"HMAC",hash:"SHA-256"},true,["sign"]).catch(()=>1)
