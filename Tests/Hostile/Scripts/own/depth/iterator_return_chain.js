//RELAXED
let it=[1].values();for(let i=0;i<5e4;i++)it=it.filter(()=>true);it.return()
