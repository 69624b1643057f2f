let f=(...a)=>a.length;f.apply(null,{length:2**32});Reflect.apply(f,null,Array(3e6))
