let s=new Intl.Segmenter("th",{granularity:"word"}).segment("\u0e01\u0e32".repeat(2e5));let k=[];for(let i=0;i<1e5;i++){let it=s[Symbol.iterator]();it.next();k.push(it)}k.length
