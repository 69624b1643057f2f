throw "x".repeat(2**26-100)
