import { applyPatches, createDraft, current, enableMapSet, enablePatches, finishDraft, freeze, immerable, isDraft, nothing, original, produce, produceWithPatches } from "immer";

enableMapSet();
enablePatches();
class Account { [immerable] = true; balance = 10; deposit(n) { this.balance += n; } get rich() { return this.balance > 50; } }
const base = freeze({ user: { name: "ada", tags: ["a", "b"] }, counts: new Map([["x", 1]]), seen: new Set([1]), list: [{ id: 1 }, { id: 2 }, { id: 3 }] }, true);
const show = (value) => JSON.parse(JSON.stringify(value, (_, v) => v instanceof Map ? { map: [...v] } : v instanceof Set ? { set: [...v] } : v === undefined ? "undefined" : v));

const cases = {
  "/produce": () => {
    const next = produce(base, (d) => { d.user.name = "eve"; d.user.tags.push("c"); d.list.splice(1, 1); d.list[0].id++; });
    return { next, untouched: base.user.name, sharedMap: next.counts === base.counts, sharedItem: next.list[1] === base.list[2], frozen: Object.isFrozen(next.list) };
  },
  "/mapset": () => produce(base, (d) => { d.counts.set("y", 2); d.counts.delete("x"); d.seen.add(2); d.seen.delete(1); for (const [k] of d.counts) d.user.tags.push(k); }),
  "/patches": () => {
    const [next, patches, inverse] = produceWithPatches(base, (d) => { d.user.name = "zoe"; d.list.unshift({ id: 0 }); d.list.length = 2; d.counts.set("z", 9); delete d.user.tags; });
    return { next, patches, inverse, undone: JSON.stringify(show(applyPatches(next, inverse))) === JSON.stringify(show(base)), redone: applyPatches(base, patches) };
  },
  "/class": () => { const a = new Account(); const b = produce(a, (d) => { d.deposit(50); }); return { a: a.balance, b: b.balance, rich: b.rich, kind: b.constructor.name }; },
  "/draft": () => { const d = createDraft(base); d.user.name = "draft"; const seen = [isDraft(d), original(d).user.name, current(d).user.name]; return { seen, done: finishDraft(d).user }; },
  "/curried": () => { const add = produce((d, x) => { d.push(x); }); return [add([1], 2), produce([1], () => nothing) === undefined, produce({ a: 1 }, (d) => { d.a = 1; }), produce([3, 1, 2], (d) => { d.sort(); d.reverse(); })]; },
  "/frozen": () => { "use strict"; try { base.user.name = "x"; return "changed"; } catch (e) { return e.name; } },
  "/errors": () => { try { produce({ a: 1 }, (d) => { d.a = 2; return { b: 1 }; }); return "accepted"; } catch (e) { return e.message; } },
};

export default {
  fetch(request) {
    const run = cases[new URL(request.url).pathname];
    return run ? Response.json(show(run())) : new Response("?", { status: 404 });
  },
};
