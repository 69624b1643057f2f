//RELAXED
let p=new URLSearchParams();let o={[Symbol.iterator]:Reflect.construct.bind(null,URLSearchParams,[p])};p[Symbol.iterator]=Reflect.construct.bind(null,URLSearchParams,[p]);new URLSearchParams(p)
