let a=Array.from({length:2e5},(_,i)=>i);while(a.length)a.splice(0,1,...[]);a.length
