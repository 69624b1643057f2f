let c=0;Array.fromAsync({length:1e9,get 0(){for(let i=0;i<1e5;i++)c++;return {then(f){f(this)}}}});c
