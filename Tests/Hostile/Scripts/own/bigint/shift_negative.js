let x=1n;for(let i=0;i<1e5;i++){x=1n+((x<<990000n)>>989999n);x=x<<-(-5n)>>5n}1
