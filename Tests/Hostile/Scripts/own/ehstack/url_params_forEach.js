//RELAXED
let p=new URLSearchParams("a=1&b=2");function f(){try{p.forEach(f)}finally{new Headers({a:"1"}).forEach(f)}}f()
