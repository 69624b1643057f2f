let s="class A{";for(let i=0;i<2e4;i++)s+="static s"+i+"=A.s"+(i?i-1:0)+";get g"+i+"(){return 1}";s+"}1"
