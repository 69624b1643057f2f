"!-+~void delete ".repeat(2e4)+"1"
