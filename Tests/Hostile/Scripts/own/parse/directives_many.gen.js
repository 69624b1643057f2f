"'use x';".repeat(5e5)+"1"
