let x=~(1n<<999000n);let c=0;for(let i=0;i<1e6;i++){(x>>1n)|1n;c++}c
