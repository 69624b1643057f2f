let b=new ArrayBuffer(3e7);let k=Array.from({length:1e5},(_,i)=>new Uint8Array(b,i));structuredClone(k).length;structuredClone(k.slice(0,10).map(v=>v.slice())).length
