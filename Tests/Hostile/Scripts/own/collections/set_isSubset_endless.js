let s=new Set([1]);let n=1;s.isSubsetOf({size:1e300,has(){s.add(++n);return true},keys(){return [][Symbol.iterator]()}})
