let s="";for(let i=0;i<1e5;i++){s=s+"abcdefgh";s.at(-1);s.codePointAt(0);s[5]}1
