new Intl.ListFormat("en").format(["x".repeat(2e7),"y".repeat(2e7)]).length
