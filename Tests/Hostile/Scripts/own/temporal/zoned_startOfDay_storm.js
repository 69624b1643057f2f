for(let i=0;;i++){let z=Temporal.ZonedDateTime.from("2011-12-30T00:00[Pacific/Apia]");z.startOfDay();z.hoursInDay;z.add({years:i%200000})}
