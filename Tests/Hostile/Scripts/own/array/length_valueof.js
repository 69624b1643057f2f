let n=0;let like={get length(){return {valueOf(){return ++n<5?Array.prototype.indexOf.call(like,1):2**40}}}};Array.prototype.includes.call(like,1)
