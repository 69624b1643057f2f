await {then(f){f({then(g){for(;;)g(1)}})}};export default 1
