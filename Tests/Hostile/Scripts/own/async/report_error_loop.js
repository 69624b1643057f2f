addEventListener("error",e=>{reportError(e.error)});for(let i=0;i<1e5;i++)reportError(new Error("x".repeat(1000)));1
