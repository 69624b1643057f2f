let b=new Uint8Array(1);for(;;)crypto.subtle.digest("SHA-512",b)
