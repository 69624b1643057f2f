let s="k".repeat(2**25);console.log(new Map([[s,s],[Symbol(s),1]]),{[s]:s},Symbol(s))
