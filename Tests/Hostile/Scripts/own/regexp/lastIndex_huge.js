let r=/(?:)/gu;r.lastIndex=2**53-1;"x".replace(r,"y");let c=0;for(;;){r.lastIndex=c++;r.test("\ud83d\ude00".repeat(10))}
