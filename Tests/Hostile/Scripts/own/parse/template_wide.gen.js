"`"+"${1}a".repeat(2e5)+"`.length"
