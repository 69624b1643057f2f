/(.+)\1$/i.test("aB".repeat(20000)+"c")
