// pureedge-fuzz target=reentry form=Handler seed=0 case=0
// A species that gives the receiver back and shortens it meanwhile.
let n = 0;
k[0] = [1, 2, 3, 4];
k[0].constructor = { [Symbol.species]: function (length) { if (n++ < 9) k[0].length = 1; return k[0]; } };
try { note(k[0].map((x) => { k[0].push(x); return k[0].splice(0, 1); }).length); } catch (e) { failed(e); }
try { note(k[0].concat(k[0]).length); } catch (e) { failed(e); }
try { note(new Uint8Array(8).map(() => { structuredClone(new ArrayBuffer(8), { transfer: [new ArrayBuffer(1)] }); return 1; }).length); } catch (e) { failed(e); }
