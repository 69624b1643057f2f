let u=new URL("http://a/?"+"x".repeat(8e5)+"#"+"y".repeat(8e5)),k=[];for(;;)k.push(u.search,u.hash)
