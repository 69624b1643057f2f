let y=Temporal.PlainYearMonth.from("-271821-04");for(;;){try{y=y.add({months:1})}catch(e){break}y.daysInYear;y.toPlainDate({day:1});y.toLocaleString("en",{calendar:"iso8601"})}
