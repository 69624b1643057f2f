//RELAXED
let t={get then(){Promise.resolve(t);return ()=>{}}};Promise.resolve(t)
