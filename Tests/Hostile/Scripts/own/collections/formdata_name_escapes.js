let f=new FormData();f.append("\n".repeat(8e6),"");try{new Response(f)}catch(e){String(e)}
