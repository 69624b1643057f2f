JSON.parse("{"+Array(1e6).fill('"a":1').join()+"}").a
