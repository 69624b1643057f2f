"function* g(){"+"yield*[".repeat(1e4)+"1"+"]".repeat(1e4)+"}1"
