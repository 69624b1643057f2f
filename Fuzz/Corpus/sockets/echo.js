// pureedge-fuzz target=sockets form=Handler seed=0 case=0
// Two ends that answer each other for ever, and close each other while they do.
const { 0: a, 1: b } = new WebSocketPair();
let n = 0;
a.accept(); b.accept();
a.addEventListener("message", (e) => { if (n++ < 50) a.send(e.data); else a.close(3000, "enough"); });
b.addEventListener("message", (e) => b.send(e.data));
b.addEventListener("close", (e) => { note(e.code); try { b.send("late"); } catch (x) { failed(x); } });
b.send("x");
try { a.send("y".repeat(70000)); } catch (e) { failed(e); }
