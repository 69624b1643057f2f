escape("\u20ac".repeat(9e6)).length;unescape("%u20AC".repeat(4e6)).length
