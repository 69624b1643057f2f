"([".repeat(1e4)+"a"+"]".repeat(1)+"=1)".repeat(1)+"=>1"
