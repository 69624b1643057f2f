let s="";for(let i=0;i<2e4;i++)s+="l"+i+":";s+"for(;;)break l0"
