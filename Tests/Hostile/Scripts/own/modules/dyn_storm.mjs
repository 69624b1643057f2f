for(let i=0;i<1e5;i++)import("x"+i).catch(()=>1);export default 1
