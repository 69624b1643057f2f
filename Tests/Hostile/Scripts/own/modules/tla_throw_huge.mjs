throw new AggregateError(Array(1e5).fill(new Error("x".repeat(1e5))),"m".repeat(2**24));
