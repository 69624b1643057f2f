JSON.parse("["+Array(2e5).fill('{"__proto__":{"a":1}}').join()+"]").length
