"\n".repeat(3e6).match(/^$/gm).length
