let b=new Blob(["a"]);let t="A".repeat(2e7);for(let i=0;i<1000;i++)b.slice(0,1,t)
