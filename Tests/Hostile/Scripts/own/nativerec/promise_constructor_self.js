//RELAXED
let p=Promise.resolve(1);p.constructor={[Symbol.species]:p.then.bind(p)};try{p.then()}catch(e){}p.constructor={get [Symbol.species](){return p.finally()}};p.finally()
