for(let i=0;;i++)try{new URL("http://"+"\u00e9\u0301".repeat(300)+i+".example/")}catch(e){}
