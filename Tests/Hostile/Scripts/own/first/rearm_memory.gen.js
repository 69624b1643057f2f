// A call of the host that charges begins a new slice of the meter, at whose end memory and time are looked at.
"let p=new URLSearchParams(),k=[];for(;;){k.push(["+"1,".repeat(1000)+"]);p.has('a')}"
