//RELAXED
let o={valueOf(){setTimeout(()=>{},o);return 1}};setTimeout(()=>{},o)
