// pureedge-fuzz target=wasm form=Handler seed=0 case=0
// A module that is imported, called with what is no number of its type, and gives what it must.
// wasm 0061736d0100000001070160027f7f017f0302010007050101660000 0a09010700200020016a0b
const i = new WebAssembly.Instance((await import("./m.wasm")).default);
for (const a of [1, -1, 2 ** 31, "7", null, { valueOf: () => 3 }, 1n]) try { note(i.exports.f(a, 5)); } catch (e) { failed(e); }
if (i.exports.f(2147483647, 1) !== -2147483648) line("ESCAPE law: addition wraps around");
