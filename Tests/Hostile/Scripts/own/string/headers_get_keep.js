let h=new Headers(),k=[];for(let i=0;i<100;i++)h.append("a","v".repeat(1200));for(;;)k.push(h.get("a"))
