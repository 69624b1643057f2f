// Lone surrogates are replaced in a copy.
new URLSearchParams().append("\ud800".repeat(2**25),"")
