let d=Temporal.Duration.from({days:1e7});for(let i=0;;i++)d.round({largestUnit:"years",smallestUnit:"months",relativeTo:"1970-01-01"})
