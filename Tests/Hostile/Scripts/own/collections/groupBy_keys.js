Object.groupBy(Array.from({length:3e5},(_,i)=>i),i=>"k"+i)["k1"].length
