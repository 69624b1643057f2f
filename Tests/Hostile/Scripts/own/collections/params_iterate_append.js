let p=new URLSearchParams("a=1");for(const [k,v] of p)p.append(k,v+v);p.size
