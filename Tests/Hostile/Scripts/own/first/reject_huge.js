Promise.reject(new Error("x".repeat(2**25)));1
