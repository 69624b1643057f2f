Array.from({length:3e4},(_,i)=>"x".repeat(300)+(i*7919%30000)).sort((a,b)=>a.localeCompare(b)).length
