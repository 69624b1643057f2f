//RELAXED
let C=class{constructor(){this.x=1}};for(let i=0;i<5000;i++)C=class extends C{};new C().x
