JSON.parse("["+"1.0,".repeat(3e5)+"1]",function(k,v,c){return c?.source+"x".repeat(100)}).length
