let u=new URL("http://a/");for(let i=0;;i++){u.hash="\u20ac".repeat(1e5);u.pathname="/..".repeat(1e5);u.search="%".repeat(1e5);u.searchParams.get("a");u.href}
