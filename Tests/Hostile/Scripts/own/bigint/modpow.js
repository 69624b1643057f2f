let m=2n**200000n-1n;let x=3n;for(let i=0;i<200;i++)x=x*x%m;1
