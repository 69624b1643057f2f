new RegExp("[".repeat(5000)+"a"+"]".repeat(5000),"v").test("a")
