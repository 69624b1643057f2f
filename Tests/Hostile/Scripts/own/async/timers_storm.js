function f(){for(let i=0;i<100;i++)setTimeout(f,0)}f();1
