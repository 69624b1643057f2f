let d=new Intl.DisplayNames("en",{type:"language"});for(let i=0;;i++)try{d.of("q"+String.fromCharCode(97+i%26)+"-x-"+i.toString(36))}catch(e){}
