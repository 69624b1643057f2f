let f=n=>n?Promise.try(f,n-1):1;try{f(1e5)}catch(e){String(e)}
