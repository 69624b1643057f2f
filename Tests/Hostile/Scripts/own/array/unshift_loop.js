let a=[];for(let i=0;i<3e5;i++)a.unshift(i);a.length
