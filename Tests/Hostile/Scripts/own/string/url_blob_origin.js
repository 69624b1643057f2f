// The origin of such a URL is that of the URL in its path.
let u=new URL("blob:http://a/"+"x".repeat(1.9e6));for(;;)u.origin
