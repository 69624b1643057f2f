"1"+"**1".repeat(1e5)
