"a".repeat(2e5).match(/a(?=.*b)/g)
