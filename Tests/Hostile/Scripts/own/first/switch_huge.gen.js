let s="let c=0;for(let i=0;i<1e6;i++)switch(i){";for(let i=0;i<2e4;i++)s+="case c+"+i+":";s+"c++}c"
