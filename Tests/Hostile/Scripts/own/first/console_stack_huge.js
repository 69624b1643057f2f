let e=new Error("x");e.stack="\r".repeat(2**25);console.log(e)
