new Proxy({},{has(){for(;;);}}).x;"x" in new Proxy({},{has(){for(;;);}})
