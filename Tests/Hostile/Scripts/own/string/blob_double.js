let b=new Blob(["x".repeat(1e6)]);for(let i=0;i<20;i++)b=new Blob([b,b]);b.size
