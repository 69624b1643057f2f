//RELAXED
let e=new Error("x");for(let i=0;i<2e5;i++)e=new Error("x".repeat(20),{cause:e});throw e
