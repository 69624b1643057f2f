//RELAXED
function f(){try{null.x}catch(e){e.toString=f;Object.defineProperty(e,"message",{get:f});String(e)}f()}f()
