let d=new TextDecoder(),b=new Uint8Array(4096).fill(65),k=[];for(;;)k.push(d.decode(b),btoa("x".repeat(3000)))
