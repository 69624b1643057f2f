for(let i=0;i<100;i++)try{Temporal.Instant.from("2020-01-01T00:00:00."+"1".repeat(1e6)+"Z")}catch(e){String(e).length}
