let c=new Intl.Collator("sv",{numeric:true,caseFirst:"upper"});let p="\u00e9".repeat(500);Array.from({length:2e4},(_,i)=>p+i*7919%20000).sort(c.compare).length
