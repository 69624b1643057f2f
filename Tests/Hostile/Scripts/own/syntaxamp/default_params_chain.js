function f(a=[...Array(1e5)],b=[...a,...a],c=[...b,...b],d=[...c,...c],e=[...d,...d]){return e.length}f()
