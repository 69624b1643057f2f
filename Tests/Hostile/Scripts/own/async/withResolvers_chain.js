let c=[];for(let i=0;i<2e5;i++)c.push(Promise.withResolvers());for(let i=1;i<c.length;i++)c[i-1].resolve(c[i].promise);c.at(-1).resolve("x".repeat(1e6));1
