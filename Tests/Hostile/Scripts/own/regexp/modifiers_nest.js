new RegExp("(?i:(?-i:".repeat(3000)+"a"+"))".repeat(3000)).test("A")
