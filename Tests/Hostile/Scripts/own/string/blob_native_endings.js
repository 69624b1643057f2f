// Each part is a copy with other line breaks before the size is known.
new Blob(Array(90).fill("a\r".repeat(5e5)),{endings:"native"}).size
