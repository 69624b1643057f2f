for(let i=0;i<1000;i++)try{decodeURIComponent("%41".repeat(3e5)+"%")}catch(e){}
1
