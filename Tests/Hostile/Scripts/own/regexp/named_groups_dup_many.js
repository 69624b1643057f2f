new RegExp(Array.from({length:3000},(_,i)=>"(?<a>x"+i+")").join("|")).exec("x2999").groups.a
