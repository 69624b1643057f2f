// pureedge-fuzz target=wasm form=Handler seed=19 case=198
// An exception that a script keeps had led the walk of its objects to the compiled code that threw it.
// wasm 0061736d01000000 010401600000 03020100 0d03010000 07050101660000 0a0601040008000b
const i = new WebAssembly.Instance((await import("./m.wasm")).default);
try { i.exports.f(); } catch (e) { globalThis.kept = e; }
