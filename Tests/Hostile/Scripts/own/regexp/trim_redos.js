("x"+" ".repeat(2e5)+"x").replace(/\s+$/,"").length
