//RELAXED
let t=new EventTarget();let l={handleEvent:Reflect.construct.bind(null,Event,["a"])};t.addEventListener("a",l);let e=new Event("a");l.handleEvent=t.dispatchEvent.bind(t,new Event("b"));t.addEventListener("b",l);t.dispatchEvent(e)
