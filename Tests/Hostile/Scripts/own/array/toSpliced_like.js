Array.prototype.toSpliced.call({length:4294967295},0,0).length
