new File([],"\udc00".repeat(2**25)).name.length
