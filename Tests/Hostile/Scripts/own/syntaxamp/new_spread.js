class A{constructor(...a){this.a=a}}let k=[];for(;;)k.push(new A(...Array(1e5)))
