let i=0;while(i++,i<1e12);i
