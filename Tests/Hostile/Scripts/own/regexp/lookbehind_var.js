/(?<!x.*)$/.test("y".repeat(5e5))
