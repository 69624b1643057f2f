/^(a|aa|aaa|ab|b)*$/.test("ab".repeat(40)+"c")
