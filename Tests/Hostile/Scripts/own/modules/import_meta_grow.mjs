for(let i=0;i<1e6;i++)import.meta["k"+i]="v".repeat(100)+i;export default 1
