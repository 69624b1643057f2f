let f=new Intl.DateTimeFormat("ar",{dateStyle:"full",timeStyle:"full",calendar:"islamic-umalqura",timeZone:"Asia/Tehran"});let c=0;for(let i=0;;i++)c+=f.formatToParts(i*864e7).length
