let f=new Intl.DateTimeFormat("ja",{calendar:"japanese",era:"long",dateStyle:undefined});for(let i=0;;i++)f.formatRangeToParts(-8e15+i,8e15-i)
