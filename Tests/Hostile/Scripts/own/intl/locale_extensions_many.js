try{new Intl.Locale("en-"+Array.from({length:2e5},(_,i)=>String.fromCharCode(97+i%20)+"-aa"+(i%900+100)).join("-"))}catch(e){String(e)}
