let s="abcdefgh";for(let i=0;i<26;i++)s=s+s;let o={};o[s]=1;s===s+"";s<s+"a"
