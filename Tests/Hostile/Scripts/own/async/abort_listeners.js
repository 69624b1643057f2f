let c=new AbortController();let ts=[];for(let i=0;i<9900;i++){let t=new EventTarget();t.addEventListener("a",()=>{},{signal:c.signal});ts.push(t)}c.abort("x".repeat(1e6));ts.length
