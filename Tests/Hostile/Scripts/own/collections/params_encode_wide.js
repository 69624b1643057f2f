// Nine characters for each.
let p=new URLSearchParams();p.append("a","\u20ac".repeat(7e6));p.toString().length
