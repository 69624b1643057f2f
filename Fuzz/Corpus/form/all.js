// pureedge-fuzz target=form form=Handler seed=0 case=0
// in any form
function f0(p, q) { let a = p, s = q; return a + s.length; }
const f1 = (p, q) => f0(p, q) * 2;
// then
let a = 3, s = "start", xs = [3, 1, 2], o = { x: a, y: s };
for (const x of xs) { try { if (x > 2) continue; line(show([x, f1(x, s)])); } finally { a++; } }
{ class D { static #c = a; static c() { return D.#c; } static { line(show(a)); } } line(show(D.c())); }
line(show({ ...o, a }));
