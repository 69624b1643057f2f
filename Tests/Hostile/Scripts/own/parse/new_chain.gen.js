"new ".repeat(5e4)+"Object"
