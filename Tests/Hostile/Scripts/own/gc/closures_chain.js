let f=()=>0;for(let i=0;i<3e5;i++){const g=f;f=()=>g}globalThis.r=f;1
