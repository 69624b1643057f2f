let e=new Error("x".repeat(2**23));console.table(Array(100).fill(e));console.table(Array(100).fill({a:e,b:e,c:e}))
