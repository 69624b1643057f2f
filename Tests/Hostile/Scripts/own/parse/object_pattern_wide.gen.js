let s="let {";for(let i=0;i<1e5;i++)s+="a"+i+":b"+i+"=1,";s+"...r}={};1"
