//RELAXED
let it=[1,2,3].values();for(let i=0;i<5e4;i++)it=Iterator.from({next(){return this.i.next()},i:it});it.next()
