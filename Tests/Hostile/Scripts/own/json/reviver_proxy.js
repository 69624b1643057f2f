JSON.parse("[0,0]",function(k,v){if(k==="0")this[1]=new Proxy([],{get(t,k){return k==="length"?2**53-1:0}});return v})
