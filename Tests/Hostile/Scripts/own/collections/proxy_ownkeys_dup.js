let keys=Array.from({length:2e5},(_,i)=>"k"+i);let p=new Proxy({},{ownKeys(){return keys}});for(let i=0;i<100;i++)Reflect.ownKeys(p).length
