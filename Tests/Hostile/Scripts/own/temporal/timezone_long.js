for(let i=0;i<1000;i++)try{Temporal.ZonedDateTime.from("2020-01-01T00:00["+"A/".repeat(1e5)+"]")}catch(e){}
1
