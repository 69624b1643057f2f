let i=0;do{i++;continue}while(i<1e12);i
