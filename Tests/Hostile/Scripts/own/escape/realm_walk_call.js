// Calls every function that it finds with hostile arguments.
const seen=new Set();let n=0;const p=new Proxy(function(){},{get(){throw new Error("x")},apply(){throw new Error("y")}});
const skip=new Set(["wait","assert","log","debug"]);function walk(v,d){if(d>5||v===null||(typeof v!=="object"&&typeof v!=="function")||seen.has(v))return;seen.add(v);for(const k of Reflect.ownKeys(v)){const q=Reflect.getOwnPropertyDescriptor(v,k);for(const f of [q.value,q.get,q.set]){if(typeof f==="function"&&!skip.has(k)&&f!==walk)for(const a of [[],[p],[2**53],["x".repeat(1000),-1],[[[]],{length:2**32}]])try{n++;const r=Reflect.apply(f,v,a);r?.catch?.(()=>1)}catch(e){}walk(f,d+1)}}}
walk(globalThis,0);n
