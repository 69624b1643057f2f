let a=[a];for(let i=0;i<40;i++)a=[].concat(a,a)
