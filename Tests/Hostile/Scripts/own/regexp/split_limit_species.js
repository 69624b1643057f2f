class R extends RegExp{static get [Symbol.species](){return function(){return {lastIndex:0,exec(s){this.lastIndex=1;return {length:1e9,0:""}}}}}}new R("a")[Symbol.split]("abc")
