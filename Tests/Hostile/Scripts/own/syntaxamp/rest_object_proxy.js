let {a,...r}=new Proxy({},{ownKeys(){return Array.from({length:3e5},(_,i)=>"k"+i)},getOwnPropertyDescriptor(){return {value:1,enumerable:true,configurable:true}}});1
