let [a,...r]=new Proxy([],{get(t,k){return k===Symbol.iterator?Array.prototype[k]:k==="length"?2**32:k}});1
