let x=3n;for(let i=0;i<30;i++)try{x**=x>1000n?2n:x}catch(e){}1
