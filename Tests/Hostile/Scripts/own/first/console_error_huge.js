// Title, message and stack: each a copy, if nobody cuts them first.
console.log(new Error("x".repeat(2**25)))
