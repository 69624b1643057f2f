let c=0;for(const m of "a".repeat(3e6).matchAll(/a/g))for(const n of m)c++;c
