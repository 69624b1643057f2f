for(let i=0;i<1000;i++)try{new RegExp("\\k<"+"a".repeat(1e5)+"(?<b>)")}catch(e){String(e)}
