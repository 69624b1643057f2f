//RELAXED
let o={};Object.defineProperty(o,"stream",{get:TextDecoder.prototype.decode.bind(new TextDecoder(),new Uint8Array(1),o)});new TextDecoder().decode(new Uint8Array(1),o)
