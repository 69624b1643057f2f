for(let i=0;;i++)try{new Temporal.Instant(7n**300000n)}catch(e){}
