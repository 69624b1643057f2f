let d=Temporal.Duration.from({hours:2e9});for(let i=0;;i++)try{d.round({largestUnit:"years",relativeTo:"1970-01-01T00:00[America/New_York]"})}catch(e){break}
