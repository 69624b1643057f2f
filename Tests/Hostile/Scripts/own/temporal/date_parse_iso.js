for(let i=0;i<100;i++)Date.parse("2020-01-01T00:00:00."+"0".repeat(3e6)+"Z")
