let r=new RegExp(Array.from({length:1000},(_,i)=>"(?<g"+i+">a)").join(""),"g");"a".repeat(1e6).replace(r,"$<g5>$<g999>$&$&").length
