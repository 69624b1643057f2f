let k=[];for(let i=0;;i++){k[i%4]=new Uint8Array(9e4+i*8)}
