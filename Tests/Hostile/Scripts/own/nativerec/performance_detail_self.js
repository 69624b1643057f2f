//RELAXED
let o={};Object.defineProperty(o,"detail",{get:performance.mark.bind(performance,"a",o)});performance.mark("a",o)
