let b=new Uint8Array(3e7);crypto.subtle.importKey("raw",new Uint8Array(1e6).fill(1),{name:"HMAC",hash:"SHA-512"},true,["sign","verify"]).then(async k=>{for(;;)await crypto.subtle.sign("HMAC",k,b)});1
