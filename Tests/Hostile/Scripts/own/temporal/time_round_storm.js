let t=Temporal.PlainTime.from("23:59:59.999999999");for(let i=0;;i++)t.round({smallestUnit:"nanosecond",roundingIncrement:500}).until(t,{smallestUnit:"minute",roundingMode:"ceil"})
