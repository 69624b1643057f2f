let p=new Proxy([],{get(t,k){return k==="length"?2**32-2:k===Symbol.isConcatSpreadable?true:undefined},has(){return true}});[].concat(p).length
