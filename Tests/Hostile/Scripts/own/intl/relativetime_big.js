let f=new Intl.RelativeTimeFormat("pl",{numeric:"auto"});for(let i=0;;i++)f.formatToParts(1.7e308,"years")
