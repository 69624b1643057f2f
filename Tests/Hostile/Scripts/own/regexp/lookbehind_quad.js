"a".repeat(1e5).replace(/(?<=a*b?)a(?!b)/g,"c").length
