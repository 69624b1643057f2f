/(?:(?=a)|b?|c*?){100000}d/.test("abc".repeat(1000))
