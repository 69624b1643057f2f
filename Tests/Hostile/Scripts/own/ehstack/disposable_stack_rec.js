//RELAXED
function f(){let s=new DisposableStack();s.defer(f);s.defer(f);s.dispose()}f()
