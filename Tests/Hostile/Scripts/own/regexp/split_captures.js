"a1".repeat(1e6).split(/(\d)(x)?(y)?(z)?()()()/).length
