let h=new Headers();try{h.set("a"," b".repeat(2.6e7))}catch(e){String(e)}
