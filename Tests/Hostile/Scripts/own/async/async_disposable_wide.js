let s=new AsyncDisposableStack();for(let i=0;i<3e5;i++)s.defer(()=>{throw new Error("e"+i)});s.disposeAsync().catch(e=>String(e.stack).length);1
