let a=Temporal.PlainDate.from("1900-01-01").withCalendar("dangi"),b=Temporal.PlainDate.from("+275760-09-13").withCalendar("dangi");try{a.until(b,{largestUnit:"years"}).toString()}catch(e){String(e)}
