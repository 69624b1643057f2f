let s=new Set();for(let i=0;i<1e5;i++)s.add(i);let like={size:Infinity,has(){return true},keys(){let i=0;return {next(){return {done:false,value:i++}}}}};s.union(like).size
