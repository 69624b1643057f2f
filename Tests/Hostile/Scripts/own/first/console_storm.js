let o={};for(let i=0;i<2000;i++)o["k"+i]={a:{b:{c:Array(100).fill(o)}}};for(;;)console.log(o,o,"%o",o)
