//RELAXED
let f=class{};for(let i=0;i<1e5;i++)f=f.bind();new f();({}) instanceof f
