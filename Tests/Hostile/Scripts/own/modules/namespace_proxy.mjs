import * as s from "self";export let x=1;let p=new Proxy(s,{});for(let i=0;i<1e6;i++){p.x;"x" in p;try{p.x=1}catch{}}export default 1
