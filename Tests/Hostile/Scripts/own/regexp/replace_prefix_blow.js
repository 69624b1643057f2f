"ab".repeat(2e4).replace(/b/g,"$`$'$`").length
