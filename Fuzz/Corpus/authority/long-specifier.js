// pureedge-fuzz target=authority form=Handler seed=3 case=4339
// import() of a specifier longer than 2,048 characters ended the isolate with a fault of ours; it is a rejection.
try { await import("j".repeat(2049)); } catch (e) { failed(e); }
