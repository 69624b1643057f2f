let t=new Uint8Array(5e7);t.findLast(x=>x)??t.some(x=>x)
