"/**/".repeat(4e6)+"1"
