"'"+"\\\n".repeat(5e6)+"'.length"
