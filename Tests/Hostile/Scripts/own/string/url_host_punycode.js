for(let i=0;;i++)try{new URL("http://xn--"+"a".repeat(200)+"-"+"z9".repeat(300)+i+"/")}catch(e){}
