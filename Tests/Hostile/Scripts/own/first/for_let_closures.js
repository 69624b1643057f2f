let k=[];for(let i=0,a=Array(1000);;i++)k.push(()=>i+a.length)
