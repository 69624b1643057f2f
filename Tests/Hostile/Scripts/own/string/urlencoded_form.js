new Response("a=%E2%82%AC&".repeat(1e6),{headers:{"content-type":"application/x-www-form-urlencoded"}}).formData().catch(()=>1);1
