"switch(1){default:".repeat(3000)+"}".repeat(3000)
