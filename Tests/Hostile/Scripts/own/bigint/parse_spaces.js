BigInt(" ".repeat(3e7)+"1"+"\n".repeat(3e7))
