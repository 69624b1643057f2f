for(let i=0;i<100;i++)try{Reflect.construct(Array,{length:5e6})}catch(e){}
