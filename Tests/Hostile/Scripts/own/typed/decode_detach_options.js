let b=new Uint8Array(2e7);try{new TextDecoder().decode(b,{get stream(){b.buffer.transfer(1);return false}}).length}catch(e){String(e)}
