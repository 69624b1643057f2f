let b=new ArrayBuffer(5e7);for(;;){b=b.transfer(b.byteLength-1);b=b.transfer(5e7)}
