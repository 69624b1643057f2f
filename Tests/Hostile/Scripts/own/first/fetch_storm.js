for(let i=0;i<1e5;i++)fetch("http://127.0.0.1:1/?"+i).catch(()=>1);1
