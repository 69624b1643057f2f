class R extends RegExp{exec(s){this.lastIndex=Math.random()*3|0;return Math.random()<.9?null:["",1,2]}}for(;;)new R("a")[Symbol.split]("x".repeat(1000))
