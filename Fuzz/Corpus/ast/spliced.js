// pureedge-fuzz target=ast form=Handler seed=0 case=0
// Chains of weak entries and of shared arrays.
try { (() => { const w = new WeakMap(); let key = {}; for (let i = 0; i < 2000; i++) { const next = {}; w.set(key, next); key = next; } k[0] = w; })(); } catch (e) { failed(e); }
try { (() => { let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; note(a.flat(Infinity).length); })(); } catch (e) { failed(e); }
