"1"+"_1".repeat(2e6)
