//RELAXED
let a=1;for(let i=0;i<3e5;i++)a={a};structuredClone(a);1
