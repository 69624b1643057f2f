JSON.stringify([1],(k,v)=>k===""?v:[v,v])
