new Intl.NumberFormat("en").format("0".repeat(3e7)+"1").length
