let s="AAAA".repeat(1e7);Uint8Array.fromBase64?.(s).length;for(let i=0;i<100;i++)try{Uint8Array.fromBase64(" ".repeat(3e6),{lastChunkHandling:"strict"})}catch(e){}
