let c=0;for(const m of "ab".repeat(1e6).matchAll(/(a)(b)|(c)/dg))c+=m.indices.length;c
