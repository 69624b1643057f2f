let s="x".repeat(3e7);let k=[];for(let i=0;i<1000;i++)k.push(s.substr(i,2.9e7).fontcolor("\"".repeat(1000)));k.length
