for(let i=0;i<200;i++)Date.parse("Thu, "+"0".repeat(1e6)+"1 Jan 1970 00:00:00 GMT"+"+0".repeat(1e5))
