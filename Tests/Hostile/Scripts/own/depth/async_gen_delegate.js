//RELAXED
async function* w(i){yield* i}let g=(async function*(){yield 1})();for(let i=0;i<3e4;i++)g=w(g);g.next();1
