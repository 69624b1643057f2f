let f=()=>1;Object.defineProperty(f,"name",{value:"x".repeat(2**25)});class A{};Object.defineProperty(A,"name",{value:"x".repeat(2**25)});console.log(f,A,new A(),[new A()])
