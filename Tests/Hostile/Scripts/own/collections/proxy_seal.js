let keys=Array.from({length:1e5},(_,i)=>"k"+i);let p=new Proxy({},{ownKeys(){return keys},defineProperty(){return true},preventExtensions(t){return false}});for(let i=0;i<50;i++)try{Object.freeze(p)}catch(e){}
1
