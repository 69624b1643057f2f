// pureedge-fuzz target=node form=Handler seed=0 case=0
// What the modules of Node.js refuse: places outside a buffer, digits that are none, sizes, and data that breaks off.
// nodejs_compat
const { Buffer: B } = await import("node:buffer"), zlib = await import("node:zlib");
for (const f of [() => B.alloc(8).readInt32LE(5), () => B.from("zz", "hex").length, () => B.alloc(2 ** 31), () => zlib.inflateSync(B.from("789c", "hex")), () => B.from([1, 2, 3]).fill("").toString("base64")]) try { note(f()); } catch (e) { failed(e); }
