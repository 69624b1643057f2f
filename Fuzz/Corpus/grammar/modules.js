// pureedge-fuzz target=grammar form=Source seed=0 case=0
let a = 1, { b = a, ...c } = { d: 2 };
class A extends Object { #p = 1; static { A.q = 1; } get p() { return #p in this ? this.#p : a ?? b; } async *[Symbol.asyncIterator]() { yield* []; } }
for (const [x, , y = 1] of [[1, 2]]) label: { if (x) break label; else continue; }
const f = async ({ a }, ...r) => { for await (const z of r) await z?.[0]?.(); };
`a${`b${1 ** 2}`}` in { set s(v) {}, "q": 0b1_0 };
