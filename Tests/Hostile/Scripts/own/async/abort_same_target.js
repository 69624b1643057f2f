for(let k=0;k<50;k++){let c=new AbortController();let t=new EventTarget();for(let i=0;i<9900;i++)t.addEventListener("a"+i,()=>{},{signal:c.signal});c.abort()}
