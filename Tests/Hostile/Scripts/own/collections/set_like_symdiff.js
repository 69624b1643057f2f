let s=new Set([1]);let like={size:1e9,has(v){s.add(v+1);return v%2},keys(){let i=0;return {next(){s.add(i);return {done:i>1e9,value:i++}}}}};s.symmetricDifference(like).size
