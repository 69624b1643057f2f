function* g(n){if(n){yield* g(n-1);yield* g(n-1)}yield n}[...g(40)].length
