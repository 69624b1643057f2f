let s="({";for(let i=0;i<1e5;i++)s+="get a"+i+"(){return 1},set a"+i+"(v){},";s+"}).a5"
