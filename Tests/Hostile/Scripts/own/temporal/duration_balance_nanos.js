let d=Temporal.Duration.from({seconds:2**52,nanoseconds:1});for(let i=0;;i++){d.total("nanoseconds");d.negated().abs().toString({fractionalSecondDigits:9});Temporal.Duration.compare(d,d)}
