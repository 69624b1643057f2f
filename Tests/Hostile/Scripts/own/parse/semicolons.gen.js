";".repeat(1.5e7)+"1"
