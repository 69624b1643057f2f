let s="\ud83d\ude00".repeat(1e7);let c=0;for(const x of s)c+=x.codePointAt(0);Array.from(s).length
