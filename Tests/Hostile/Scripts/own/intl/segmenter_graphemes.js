let g=new Intl.Segmenter("en",{granularity:"grapheme"});let c=0;for(const s of g.segment("e"+"\u0301".repeat(5e6)))c+=s.segment.length;c
