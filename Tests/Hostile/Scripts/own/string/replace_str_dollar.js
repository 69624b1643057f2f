let s="a".repeat(3e7);s.replace("a","$'$`$'").length
