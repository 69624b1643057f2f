// Names of the same length that differ in their last character only: comparing them is the whole work.
let t=new EventTarget();let a="x".repeat(8e6)+"a",b="x".repeat(8e6)+"b";for(let i=0;i<9990;i++)t.addEventListener(a,()=>{});t.dispatchEvent(new Event(b))
