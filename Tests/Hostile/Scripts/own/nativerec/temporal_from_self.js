//RELAXED
let o={};Object.defineProperty(o,"year",{get:Temporal.PlainDate.from.bind(null,o)});Object.defineProperty(o,"calendar",{get:Temporal.PlainDate.from.bind(null,o)});Temporal.PlainDate.from(o)
