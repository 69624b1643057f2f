let e=new Error("x");for(let i=0;i<1e5;i++)e=new SuppressedError(e,e,"m");console.log(e);throw e
