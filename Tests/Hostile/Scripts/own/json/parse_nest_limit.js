let t=0;for(let d=500;d<3000;d+=100)try{JSON.parse("[".repeat(d)+"]".repeat(d));t=d}catch(e){}for(;;)try{JSON.parse("[".repeat(1e6))}catch(e){}
