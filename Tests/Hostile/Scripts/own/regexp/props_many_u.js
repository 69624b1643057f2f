new RegExp(Array(3000).fill("\\p{Script=Greek}\\P{ASCII}\\p{ID_Start}").join("?"),"iu").test("x".repeat(1e4))
