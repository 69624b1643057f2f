let a="a"+"\u0301\u0327".repeat(1e6);a.localeCompare("a"+"\u0327\u0301".repeat(1e6))
