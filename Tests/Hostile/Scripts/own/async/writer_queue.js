let w=new WritableStream({write(){return new Promise(()=>{})}}).getWriter();for(let i=0;i<1e6;i++)w.write("x".repeat(1000)+i).catch(()=>{});1
