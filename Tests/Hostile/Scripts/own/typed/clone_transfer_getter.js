let b=new ArrayBuffer(5e7);try{structuredClone({b,get a(){b.transfer(1);return 1}},{transfer:[b]})}catch(e){String(e)}
