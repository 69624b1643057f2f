let s="a".repeat(2**21);let t="b"+"a".repeat(2**20);s.lastIndexOf(t)
