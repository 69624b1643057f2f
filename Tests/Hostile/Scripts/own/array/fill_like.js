Array.prototype.fill.call({length:2**53-1},new Array(1000))
