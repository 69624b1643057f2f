BigInt("0".repeat(5e7)+"1")+BigInt("0x"+"0".repeat(5e7)+"1")
