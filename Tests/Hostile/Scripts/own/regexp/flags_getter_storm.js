let r=/a/;Object.defineProperty(r,"flags",{get(){return "g".repeat(5e7)}});try{r[Symbol.matchAll]("a");r[Symbol.replace]("a","b")}catch(e){String(e).length}
