let b=Array(1e4).fill(1);Array(1e5).fill(0).flatMap(()=>b).length
