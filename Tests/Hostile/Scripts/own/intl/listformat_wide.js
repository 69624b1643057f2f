let f=new Intl.ListFormat("es",{type:"disjunction"});f.format(Array(1e6).fill("o")).length;f.formatToParts(Array(1e6).fill("x".repeat(100))).length
