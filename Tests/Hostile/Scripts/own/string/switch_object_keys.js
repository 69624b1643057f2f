let s="x".repeat(5e6);let o={};o[s+"a"]=1;for(let i=0;i<1e5;i++){o[s+"b"];(s+"a") in o;delete o[s+"c"]}1
