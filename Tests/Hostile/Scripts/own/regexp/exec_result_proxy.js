let r=/a/g;r.exec=()=>new Proxy([],{get(t,k){return k==="length"?1e9:k==="index"?0:k==="groups"?new Proxy({},{get(){return "g".repeat(1e5)}}):"a"}});r[Symbol.replace]("aaa","$<x>".repeat(1e4))
