// pureedge-fuzz target=tenants form=Handler seed=7 case=3328
// What was stored under a symbol that all engines share lay in the symbol, beside the values of other tenants.
k[0] = new WeakMap([[Symbol.iterator, new Uint8Array(8)], [Symbol.toPrimitive, { a: k }]]);
k[1] = new WeakSet([Symbol.iterator, Symbol.dispose]);
note(k[0].has(Symbol.iterator) && k[1].has(Symbol.dispose) && k[0].delete(Symbol.toPrimitive));
