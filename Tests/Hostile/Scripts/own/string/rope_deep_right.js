//RELAXED
let s="a";for(let i=0;i<1e6;i++)s="b"+s;s.length;s.charCodeAt(5)
