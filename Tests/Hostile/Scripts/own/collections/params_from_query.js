let p=new URLSearchParams("a&".repeat(1e6));for(let i=0;i<1e4;i++){p.delete("b");p.getAll("a").length}1
