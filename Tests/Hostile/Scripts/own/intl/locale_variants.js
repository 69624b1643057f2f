try{new Intl.Locale("en-"+Array.from({length:5e4},(_,i)=>"v"+(10000+i)).join("-")).toString().length}catch(e){String(e)}
