JSON.parse("["+Array(100).fill("1".repeat(1e5)+"."+"1".repeat(1e5)+"e-99999").join()+"]").length
