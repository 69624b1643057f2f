let a=[1];for(;;)a.push(...a)
