// Marks are put in order: a long run of them is a sort.
("a"+"\u0301\u0327\u0316".repeat(1e6)).normalize("NFC").length
