// pureedge-fuzz target=names form=Handler seed=0 case=0
// Specifiers that mean something elsewhere.
for (const name of ["../../../../etc/passwd", "file:///etc/passwd", "node:fs", "data:text/javascript,export default 1", "prelude.js%00", "__proto__"]) {
try { note(Object.keys(await import(name)).join()); } catch (e) { failed(e); }
}
