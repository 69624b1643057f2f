//RELAXED
let f=()=>1;for(let i=0;i<5e4;i++)f=new Proxy(f,{});try{f()}catch(e){}try{new f()}catch(e){}f.x;f.x=1;delete f.x;"x" in f;Object.keys(f).length
