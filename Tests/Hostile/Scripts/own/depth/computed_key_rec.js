//RELAXED
let o={toString(){return {[o]:1}}};({[o]:1})
