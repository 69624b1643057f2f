for(;;){let h=new Headers();for(let i=0;i<120;i++)h.append("a","\u00ff".repeat(1000));h.get("a").length;[...h].length}
