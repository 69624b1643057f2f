(7n**300000n).toString(3).length+(7n**300000n).toString(36).length
