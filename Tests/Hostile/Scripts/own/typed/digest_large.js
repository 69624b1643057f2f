let b=new Uint8Array(6e7);for(const a of ["SHA-1","SHA-256","SHA-384","SHA-512","MD5"])for(let i=0;i<100;i++)crypto.subtle.digest(a,b);1
