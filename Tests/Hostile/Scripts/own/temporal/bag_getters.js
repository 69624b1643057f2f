let n=0;try{Temporal.PlainDateTime.from(new Proxy({},{get(t,k){if(n++<1e6)return {valueOf(){return Temporal.PlainDateTime.from({year:2000+n,month:1,day:1}).year}};return 1}}))}catch(e){}
1
