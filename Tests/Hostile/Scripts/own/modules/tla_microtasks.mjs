let n=0;queueMicrotask(function f(){queueMicrotask(f);n++});await new Promise(r=>setTimeout(r,1));export default n
