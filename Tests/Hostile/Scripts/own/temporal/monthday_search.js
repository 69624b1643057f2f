for(const c of ["hebrew","chinese","dangi","islamic-umalqura","coptic"])for(let m=1;m<14;m++)for(const l of ["","L"])for(let d=28;d<33;d++)try{Temporal.PlainMonthDay.from({calendar:c,monthCode:"M"+String(m).padStart(2,"0")+l,day:d},{overflow:"reject"})}catch(e){}
1
