"let x=["+Array(3000).fill("9".repeat(300)+"n").join()+"];x.length"
