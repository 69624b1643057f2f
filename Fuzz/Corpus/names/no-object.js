// pureedge-fuzz target=names form=Handler seed=7 case=2033
// What a built-in cannot use: no object where it calls return(), and offsets of Temporal that break off.
for (const f of [() => Iterator.prototype[Symbol.dispose].call(1), () => Temporal.PlainDateTime.from("2026-01-02T03:04+010"), () => Temporal.PlainDateTime.from("2026-01-02T03:04+01020")]) try { note(f()); } catch (e) { failed(e); }
