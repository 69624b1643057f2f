// pureedge-fuzz target=tenants form=Handler seed=0 case=0
// Statics of patterns, the registry of symbols, and memory that nobody has written.
for (const name of ["$1", "$2", "input", "lastMatch"]) line(String(RegExp[name]));
line(String(Symbol.keyFor(Symbol.for("canary0"))) + String([].planted));
{ const b = new ArrayBuffer(8, { maxByteLength: 4096 }); new Uint8Array(b).fill(7); b.resize(0); b.resize(4096); if (new Uint8Array(b).some((x) => x !== 0)) line("ESCAPE dirty memory"); }
walk(globalThis, 400);
