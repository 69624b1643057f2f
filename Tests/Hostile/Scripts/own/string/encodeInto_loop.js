let s="\u20ac".repeat(1e7);let b=new Uint8Array(3e7);let e=new TextEncoder();for(;;)e.encodeInto(s,b)
