JSON.parse('"'+"\\ud83d\\ude00\\ud83d".repeat(1e6)+'"').length
