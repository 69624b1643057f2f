//RELAXED
let r=/a/;Object.defineProperty(r,"flags",{get:RegExp.prototype[Symbol.matchAll].bind(r,"a")});r[Symbol.matchAll]("a")
