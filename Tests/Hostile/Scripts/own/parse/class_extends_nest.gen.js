"(class extends ".repeat(5000)+"Object"+"{})".repeat(5000)
