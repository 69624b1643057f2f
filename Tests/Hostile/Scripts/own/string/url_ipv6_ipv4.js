for(let i=0;;i++){try{new URL("http://["+"0:".repeat(1e4)+"]/")}catch(e){}try{new URL("http://0x"+"0".repeat(1e5)+"1/")}catch(e){}}
