let s="";for(let i=0;i<200;i++)s+="l"+i+":{";s+="break l0;".repeat(2e3);s+"}".repeat(200)
