let k="x".repeat(2e6);let c=0;for(let i=0;i<1e6;i++)switch(k+i){case k+"a":case k+"b":case k+"c":c++}c
