let a=Temporal.PlainDate.from("-271821-04-19"),b=Temporal.PlainDate.from("+275760-09-13");for(let i=0;;i++)a.until(b,{largestUnit:"month",smallestUnit:"week",roundingIncrement:7})
