for(;;){let h=new Headers();for(let i=0;i<990;i++){h.append("cookie","x".repeat(100));h.get("cookie")}}
