for(let y=1970;y<275000;y+=997)try{let d=Temporal.PlainDate.from({year:y,month:1,day:1}).withCalendar("chinese");d.monthCode+d.monthsInYear+d.inLeapYear+d.daysInYear+d.dayOfYear}catch(e){}
1
