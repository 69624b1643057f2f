let u=new URL("http://a/");for(let i=0;;i++){u.searchParams.append("k","v".repeat(1000));u.href.length}
