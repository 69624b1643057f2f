// pureedge-fuzz target=work form=Handler seed=0 case=0
// A part that begins and ends as the text does: without its charge each search takes a quarter of a second.
const t = "a".repeat(262144), p = "a".repeat(16384) + "b" + "a".repeat(16384);
for (let i = 0, n = 0; i < 5000 && n < 20; i++) { try { t.lastIndexOf(p) } catch (e) { if (n++ < 2) failed(e); } }
