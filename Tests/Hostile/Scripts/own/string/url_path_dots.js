new URL("a/"+"../".repeat(5e5),"http://a/"+"b/".repeat(4e5)).pathname.length
