let o=new Uint8Array(3e7);let c=0;for(const k in o)c+=k.length;c
