/x[\s\S]*y[\s\S]*z/s.test("xy".repeat(2e4))
