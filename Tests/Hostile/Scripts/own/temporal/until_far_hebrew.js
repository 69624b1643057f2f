let a=Temporal.PlainDate.from("-200000-01-01").withCalendar("hebrew"),b=Temporal.PlainDate.from("+200000-01-01").withCalendar("hebrew");a.until(b,{largestUnit:"months"}).toString()
