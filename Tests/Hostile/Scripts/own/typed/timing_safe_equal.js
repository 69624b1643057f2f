let a=new Uint8Array(5e7);for(;;)crypto.subtle.timingSafeEqual(a,a)
