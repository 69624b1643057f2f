let c=new AbortController();let r=new Request("http://a.example/",{signal:c.signal,method:"POST",body:"x".repeat(1e5)});let k=[];for(let i=0;i<2e4;i++){r=r.clone();k.push(r)}c.abort();k.length
