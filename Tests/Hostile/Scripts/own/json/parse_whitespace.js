JSON.parse(" \n\t\r".repeat(1.5e7)+"1")
