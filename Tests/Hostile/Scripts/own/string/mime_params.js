let t="text/html;"+Array.from({length:5000},(_,i)=>"p"+i+'="\\"v"').join(";");for(let i=0;i<100;i++)new Response("a",{headers:{"content-type":t}}).blob();1
