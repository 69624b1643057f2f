let f="ab".repeat(5e6);"x".padStart(2**27,f).length
