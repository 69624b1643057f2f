for(let i=0;;i++)new RegExp("(?<n"+i+">[a-z]{1,"+(i%100+1)+"})+$","iu").test("abc")
