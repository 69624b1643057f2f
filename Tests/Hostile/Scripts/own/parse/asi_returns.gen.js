"function f(){"+"return\n1\n".repeat(5e5)+"}1"
