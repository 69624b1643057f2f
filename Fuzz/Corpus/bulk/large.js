// pureedge-fuzz target=bulk form=Handler seed=0 case=0
// One statement, much work: each of these is refused or paid for.
try { k[0] = note("x".repeat(1048576).split("").reverse().join("")); } catch (e) { failed(e); }
try { k[1] = note(new Uint8Array(1 << 22).fill(1).join()); } catch (e) { failed(e); }
