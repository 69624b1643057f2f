let s="let f=x=>x;";for(let i=0;i<3e4;i++)s+="f`a${1}b"+i+"`;";s+"1"
