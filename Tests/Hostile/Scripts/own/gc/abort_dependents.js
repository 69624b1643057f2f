let c=new AbortController();globalThis.r=c;for(let i=0;i<2e5;i++)AbortSignal.any([c.signal]);1
