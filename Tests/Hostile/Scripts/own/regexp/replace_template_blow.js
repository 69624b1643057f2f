"a".repeat(2000).replace(/a/g,"$&".repeat(2e5)).length
