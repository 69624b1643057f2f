"0o"+"7".repeat(3e6)+"+0b"+"1".repeat(3e6)
