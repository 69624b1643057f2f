let t=new EventTarget();let fs=Array.from({length:9900},()=>()=>{});for(const f of fs)t.addEventListener("a",f);for(;;){for(const f of fs){t.removeEventListener("a",f);t.addEventListener("a",f)}}
