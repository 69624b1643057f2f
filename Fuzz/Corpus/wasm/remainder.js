// pureedge-fuzz target=wasm form=Handler seed=19 case=107056
// A remainder by a constant zero, compared with zero behind a branch on its dividend: .NET's compiler forgot to divide.
// wasm 0061736d01000000 01060160017f017f 03020100 07050101660000 0a1b0119 00 027f 2000 047f 4105 05 4107 0b 2000 4100 6f 0d00 1a 4103 0b 0b
const i = new WebAssembly.Instance((await import("./m.wasm")).default);
for (const a of [0, 1, -8]) { let got; try { got = i.exports.f(a); } catch (e) { got = e instanceof WebAssembly.RuntimeError ? "trap" : failed(e); } if (got !== "trap") line("ESCAPE law: a remainder by zero gives " + got); }
