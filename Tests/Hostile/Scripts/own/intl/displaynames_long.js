try{new Intl.DisplayNames("en",{type:"language",fallback:"code"}).of("en-x-"+"abcdefg-".repeat(1e6)+"a").length}catch(e){String(e)}
