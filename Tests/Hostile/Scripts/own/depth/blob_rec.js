//RELAXED
let o={toString(){return new Blob([o])+""}};new Blob([o])
