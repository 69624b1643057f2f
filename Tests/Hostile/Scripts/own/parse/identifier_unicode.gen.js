"let "+"\ud835\udc9c".repeat(1e6)+"=1;1"
