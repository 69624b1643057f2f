"a=>".repeat(3e4)+"1"
