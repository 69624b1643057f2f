let g=new Intl.Segmenter("en");let s=g.segment("\ud83d\udc69\u200d".repeat(4e5));let c=0;for(let i=0;i<1e4;i++)c+=s.containing(11e5).index;c
