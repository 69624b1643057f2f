let r=/a/;for(let i=0;;i++)r.compile("(a|b)*"+i,"iu")
