new RegExp("(?:a{0,2147483647}){0,2147483647}b").test("a".repeat(5e4))
