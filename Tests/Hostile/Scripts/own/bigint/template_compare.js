let x=7n**20000n;let c=0;for(let i=0;i<1e5;i++)if(`${x}`===String(x))c++;c
