for(let i=0;i<1000;i++)try{atob("=".repeat(1e6))}catch(e){}
1
