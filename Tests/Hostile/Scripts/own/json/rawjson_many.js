let r=JSON.rawJSON?.('"'+"x".repeat(1e6)+'"');JSON.stringify(Array(5000).fill(r)).length
