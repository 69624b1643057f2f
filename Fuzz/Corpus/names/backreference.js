// pureedge-fuzz target=names form=Handler seed=22 case=95047
// A number behind \ that no Int32 holds ended in an internal error of the parser of patterns.
for (const f of ["", "u", "v"]) for (const p of ["\\99999999999999999999", "(a)\\99999999999999999999", "[\\99999999999]", "a{99999999999999}", "a{1,99999999999999}", "a{99999999999999,}", "\\u{99999999999999999}", "(?<a>b)\\99999999999", "\\k<99999999999>"]) { try { line(f + new RegExp(p, f).source + new RegExp(p, f).test("a99999999999999999999")); } catch (e) { failed(e); } }
