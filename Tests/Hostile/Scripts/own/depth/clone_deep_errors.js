//RELAXED
let e=new Error("x");for(let i=0;i<1e5;i++)e=new Error("x",{cause:e});structuredClone(e);console.log(e);1
