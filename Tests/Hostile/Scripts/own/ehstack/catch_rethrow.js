//RELAXED
function f(){try{f()}catch(e){throw new Error("x",{cause:e})}}f()
