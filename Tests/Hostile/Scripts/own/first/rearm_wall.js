let p=new URLSearchParams(),b=crypto;for(;;){for(let i=0;i<50;i++)b.randomUUID();p.has("a")}
