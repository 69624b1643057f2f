let o={get a(){return Array(1e4).fill("y".repeat(1e3))}};JSON.stringify(Array(1e4).fill(o)).length
