JSON.parse("[1e"+"0".repeat(2e7)+"1]")
