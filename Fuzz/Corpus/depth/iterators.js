// pureedge-fuzz target=depth form=Handler seed=0 case=0
// Iterator helpers on themselves: native recursion that runs no statement.
let x = [1, 2].values();
try { for (let i = 0; i < 4096; i++) x = x.map((a) => a); note(x.next()); } catch (e) { failed(e); }
let p = {};
try { for (let i = 0; i < 4096; i++) p = new Proxy(p, {}); note("a" in p); } catch (e) { failed(e); }
