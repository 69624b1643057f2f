//RELAXED
function f({a=f({}),b=f({})}={}){}f()
