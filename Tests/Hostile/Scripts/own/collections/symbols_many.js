let o={};for(let i=0;i<3e5;i++)o[Symbol("s".repeat(100)+i)]=i;Object.getOwnPropertySymbols(o).length+Reflect.ownKeys({...o}).length
