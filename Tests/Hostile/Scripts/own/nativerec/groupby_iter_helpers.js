//RELAXED
let it={next(){return Iterator.prototype.toArray.call(it)}};Iterator.prototype.toArray.call(it)
