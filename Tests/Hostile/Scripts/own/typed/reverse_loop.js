let t=new Uint8Array(5e7);for(;;){t.reverse();t.lastIndexOf(9)}
