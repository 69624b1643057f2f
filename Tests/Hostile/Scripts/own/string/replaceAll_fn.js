let c=0;"a".repeat(5e5).replaceAll("a",(m,i,s)=>s.slice(0,i)).length
