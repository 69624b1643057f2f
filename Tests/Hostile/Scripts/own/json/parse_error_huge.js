for(let i=0;i<1000;i++)try{JSON.parse("\""+"x".repeat(1e6))}catch(e){String(e)}
