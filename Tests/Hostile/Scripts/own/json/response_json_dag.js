let a=["x".repeat(100)];for(let i=0;i<26;i++)a=[a,a];Response.json(a)
