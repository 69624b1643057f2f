let f=new FormData();f.append("a","\n".repeat(2e7));try{new Response(f)}catch(e){String(e)}
