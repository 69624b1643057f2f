let k=[];for(;;)k.push(crypto.randomUUID())
