async function f(){let a=Array(100);await new Promise(()=>{});return a}let k=[];for(;;)k.push(f())
