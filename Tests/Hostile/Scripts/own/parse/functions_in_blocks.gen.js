let s="";for(let i=0;i<3e4;i++)s+="{function f"+i+"(){}}";s+"1"
