// pureedge-fuzz target=survive form=Handler seed=0 case=0
// Nothing may run behind an endless loop, wherever it stands.
try { try { for (;;); } finally { for (;;) { try { throw 1; } catch { } } } } catch (e) { survived("catch"); }
survived("end");
