"".concat(...Array(1e5).fill("x".repeat(1e4))).length
