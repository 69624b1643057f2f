let t=new Float64Array(2e6);[...t.entries()].length
