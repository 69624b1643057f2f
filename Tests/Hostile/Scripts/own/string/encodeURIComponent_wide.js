encodeURIComponent("\u20ac".repeat(8e6)).length
