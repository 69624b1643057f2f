export default 1;let k=[];for(let i=0;;i++)k.push(import("self"))
