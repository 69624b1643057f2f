//RELAXED
let f=()=>{let c=new AbortController();c.signal.onabort=f;c.abort()};f()
