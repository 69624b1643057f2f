let n=0;JSON.parse("[[1],[2]]",function(k,v){if(n++<1e7){this[1]=[[v,v],[v,v]];return v}return v})
