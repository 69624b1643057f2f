try{Intl.getCanonicalLocales(new Proxy([],{get(t,k){return k==="length"?2**32:"en-x-"+"a".repeat(1+k%8)},has(){return true}}))}catch(e){String(e)}
