let p=new Intl.PluralRules("cy",{type:"ordinal"});for(let i=0;;i++)try{p.selectRange(i,1e21+i)}catch(e){}
