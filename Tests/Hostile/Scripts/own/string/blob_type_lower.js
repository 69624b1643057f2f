new Blob([],{type:"A".repeat(5e7)}).type.length
