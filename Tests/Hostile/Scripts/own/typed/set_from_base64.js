let t=new Uint8Array(3e7);let s="AAAA ".repeat(8e6);for(;;)t.setFromBase64?.(s)
