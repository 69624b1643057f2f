let it={[Symbol.iterator](){return this},next(){return {get done(){return false},get value(){return this}}}};let c=0;Iterator.from(it).flatMap(x=>it).filter(x=>0).next()
