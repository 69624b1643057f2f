let k=[];for(let i=0;;i++)k.push(new DOMException("m".repeat(1000)+i,"n".repeat(1000)+i))
