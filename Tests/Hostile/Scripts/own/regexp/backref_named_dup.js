/(?:(?<x>a+)|(?<x>b+))*\k<x>c/.test("ab".repeat(2e4))
