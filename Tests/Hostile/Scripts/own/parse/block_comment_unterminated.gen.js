"1/*"+"*\n".repeat(8e6)
