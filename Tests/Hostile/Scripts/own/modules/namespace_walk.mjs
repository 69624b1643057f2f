import * as s from "self";export let a=Array(1e5);let c=0;for(;;){Object.keys(s).length;Reflect.ownKeys(s);JSON.stringify(s);for(const k in s)c++;structuredClone({...s})}export default 1
