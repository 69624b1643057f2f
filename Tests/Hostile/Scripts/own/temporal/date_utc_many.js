for(let i=0;;i++){Date.UTC(i*1e9,i*1e9,i*1e9);new Date(8.64e15-i).toUTCString()}
