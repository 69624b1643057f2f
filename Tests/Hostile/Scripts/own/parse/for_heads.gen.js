"for(let [a=()=>{".repeat(3000)+"}]=[];;)break;".repeat(3000)
