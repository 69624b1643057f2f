"\r\n\u2028\u2029".repeat(3e6)+"1"
