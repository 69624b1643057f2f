let a=[1];const it=a[Symbol.iterator];a[Symbol.iterator]=function*(){for(;;){yield a.length;a.push(...[1,2,3])}};[...a].length
