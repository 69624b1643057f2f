//RELAXED
let t=new Uint8Array(1);t.constructor={[Symbol.species]:function(){return t.slice()}};t.slice()
