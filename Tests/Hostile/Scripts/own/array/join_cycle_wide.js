let a=Array(2000);for(let i=0;i<2000;i++)a[i]=a;a.push("x".repeat(1e5));String(a).length;let b=Array(3000).fill(a);b.join("y".repeat(1e4)).length
