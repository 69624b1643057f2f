for(let i=0;i<1e4;i++)import("self",{get with(){return {get type(){return "x".repeat(1e5)}}}}).catch(()=>1);export default 1
