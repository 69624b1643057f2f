let o={};let d={get(){return 1},set(){},enumerable:true,configurable:true};for(let i=0;i<3e5;i++)Object.defineProperty(o,"k"+i,d);Object.isFrozen(Object.freeze(o))
