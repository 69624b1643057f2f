let p=new URLSearchParams();p.append("a","%".repeat(1.4e7));p.toString().length
