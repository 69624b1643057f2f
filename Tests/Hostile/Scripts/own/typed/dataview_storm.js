let d=new DataView(new ArrayBuffer(64));for(let i=0;;i++){d.setFloat16?.(i%60,i);d.getBigInt64(i%50);d.setFloat64({valueOf(){return i%40}},{valueOf(){return i}})}
