let p=new URLSearchParams("a=1&".repeat(3e5));for(let i=0;i<1e5;i++){p.set("b","c");p.append("b","d")}p.size
