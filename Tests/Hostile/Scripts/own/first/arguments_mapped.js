function f(a,b,c){for(let i=0;i<1e6;i++){arguments[i]=a;a=arguments.length;delete arguments[i]}return a}f(...Array(1e5))
