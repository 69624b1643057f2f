let a=new Uint16Array(5e6);let b=new Uint8Array(a.buffer,1,5e6-1);for(;;){a.set(b);b.set(a.subarray(0,4e6))}
