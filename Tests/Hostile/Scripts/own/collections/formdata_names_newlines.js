// Names are written with CR LF for every line break.
let f=new FormData();let n="\n".repeat(2e5);for(let i=0;i<1000;i++)f.append(n,"");try{new Response(f)}catch(e){String(e)}
