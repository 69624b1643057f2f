let s="x".repeat(1e7);let m=new Map([[s+"a",1]]);for(let i=0;i<1e5;i++){m.get(s+"a");m.delete(s+"b")}1
