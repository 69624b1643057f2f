for(const c of Intl.supportedValuesOf("calendar"))for(const y of [-271000,-100000,-1,0,275000])try{let d=Temporal.PlainDate.from({year:y,month:6,day:15}).withCalendar(c);d.add({months:1e6}).until(d,{largestUnit:"years"});d.with({day:31}).toPlainMonthDay().toPlainDate({year:5000});d.daysInMonth+d.weekOfYear}catch(e){}
1
