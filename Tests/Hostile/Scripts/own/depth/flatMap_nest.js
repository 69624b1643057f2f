//RELAXED
let it=[1].values();for(let i=0;i<2e4;i++){const p=it;it=[1].values().flatMap(()=>p)}it.next().value
