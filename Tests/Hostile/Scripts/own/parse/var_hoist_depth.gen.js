let d=200;"{".repeat(d)+Array.from({length:3e4},(_,i)=>"var w"+i+";").join("")+"}".repeat(d)
