let e=new Error("y");Object.defineProperty(e,"stack",{value:"at\n".repeat(2**24)});throw e
