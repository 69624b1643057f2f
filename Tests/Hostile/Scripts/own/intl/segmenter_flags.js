let g=new Intl.Segmenter("en");let s=g.segment("\ud83c\udde6".repeat(4e5));let c=0;for(let i=0;i<1e4;i++)c+=s.containing(7e5+i).index;c
