for(let i=0;i<1e4;i++)try{new URL("http://a/?"+"\u20ac".repeat(6e5)).href.length}catch(e){}
1
