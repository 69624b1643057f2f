// The host makes the text anew for each reader.
let u=new URL("http://a/"+"x/".repeat(4e5)),k=[];for(;;)k.push(u.pathname)
