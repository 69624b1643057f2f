for(let i=0;i<9000;i++)setInterval(()=>{let a=new Array(1000).fill(i)},0);1
