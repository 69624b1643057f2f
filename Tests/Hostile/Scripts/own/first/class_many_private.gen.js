let s="class A{";for(let i=0;i<2e4;i++)s+="#p"+i+"="+i+";";s+"}for(let i=0;i<20;i++)new A();1"
