fetch("data:text/plain,"+"%41".repeat(6e5)).then(r=>r.text());for(let i=0;i<1e4;i++)fetch("data:,x").then(r=>r.bytes());1
