let k=[];for(;;){let r=Proxy.revocable(function(){},{});r.revoke();k.push(r);try{r.proxy()}catch(e){k.push(e)}}
