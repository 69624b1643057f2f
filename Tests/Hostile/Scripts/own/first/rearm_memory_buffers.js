// Each buffer is a little smaller than what is looked at by itself.
let p=new URLSearchParams(),k=[];for(;;){k.push(new Uint8Array(32000));p.has("a")}
