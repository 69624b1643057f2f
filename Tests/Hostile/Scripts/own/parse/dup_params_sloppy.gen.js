"function f("+Array.from({length:5e4},(_,i)=>"a"+i%25000).join()+"){}1"
