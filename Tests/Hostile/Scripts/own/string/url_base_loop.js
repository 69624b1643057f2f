let b="http://a/"+"x/".repeat(9e5);for(let i=0;;i++)URL.canParse("../y",b)
