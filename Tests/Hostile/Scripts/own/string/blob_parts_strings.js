let s="\ud83d\ude00".repeat(5e5);try{new Blob(Array(1e5).fill(s)).size}catch(e){String(e)}
