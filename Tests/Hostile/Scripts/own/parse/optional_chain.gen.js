"let a;a"+"?.b[0]()".repeat(5e4)
