let s="";for(let i=0;i<300;i++)s+="class A"+i+"{m(){"+Array.from({length:30},(_,j)=>"this.#x"+j+";").join("");s+"}}".repeat(300)
