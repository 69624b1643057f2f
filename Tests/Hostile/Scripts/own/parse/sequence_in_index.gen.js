"let a=[];a"+"[0,".repeat(1e4)+"1"+"]".repeat(1e4)
