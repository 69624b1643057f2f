export function then(f){f({then})}let r=await Promise.race([import("self"),1]);import("self");export default 1
