try{Temporal.PlainDate.from("2020-01-01"+"[u-ca=iso8601]".repeat(2e5))}catch(e){String(e).length}try{Temporal.PlainDate.from("2020-01-01"+"[x-y=z]".repeat(1e6))}catch(e){}
1
