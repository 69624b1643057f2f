"/["+"\\]a".repeat(4e6)
