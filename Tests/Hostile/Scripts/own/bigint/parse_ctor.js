let s="9".repeat(3e5);let c=0n;for(let i=0;i<100;i++)c+=BigInt(s+i)&1n;1
