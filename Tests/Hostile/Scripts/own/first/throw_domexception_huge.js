throw new DOMException("m".repeat(2**25),"n".repeat(2**10))
