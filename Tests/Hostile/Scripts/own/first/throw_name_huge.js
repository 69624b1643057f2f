let e=new Error("y");e.name="n".repeat(2**25);throw e
