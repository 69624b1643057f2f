function f(){queueMicrotask(f);queueMicrotask(f)}f();1
