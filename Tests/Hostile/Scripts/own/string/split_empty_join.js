for(let i=0;i<100;i++)"x".repeat(3e6).split("").reverse().join("").length
