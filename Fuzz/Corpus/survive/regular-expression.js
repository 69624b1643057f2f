// pureedge-fuzz target=survive form=Handler seed=3 case=158
// What is killed in a regular expression was billed some units more than its limit.
for (;;) { try { /(a+)+$/.test("a".repeat(28) + "b"); } catch { } }
survived("the matcher");
