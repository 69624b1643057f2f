let t=new EventTarget();let n=0;t.addEventListener("a",function f(){n++;t.addEventListener("a",()=>f());t.dispatchEvent(new Event("a"))});t.dispatchEvent(new Event("a"));n
