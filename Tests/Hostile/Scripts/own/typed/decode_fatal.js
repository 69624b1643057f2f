let d=new TextDecoder("utf-8",{fatal:true});let b=new Uint8Array(2e7).fill(65);b[b.length-1]=255;for(;;)try{d.decode(b)}catch(e){}
