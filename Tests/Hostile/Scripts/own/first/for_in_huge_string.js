let c=0;for(const k in new String("x".repeat(1e7)))c++;c
