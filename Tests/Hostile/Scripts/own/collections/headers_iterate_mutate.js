let h=new Headers();for(let i=0;i<990;i++)h.append("x-"+i,"v".repeat(50));let c=0;for(const [k] of h){h.delete("x-5");h.append("x-5","1");if(++c>1e6)break}c
