let k=[];for(let i=0;;i++)k.push(new Intl.DateTimeFormat(["xx","yy","de"],{timeZone:"Europe/Berlin",weekday:"long",fractionalSecondDigits:3,hourCycle:"h11"}))
