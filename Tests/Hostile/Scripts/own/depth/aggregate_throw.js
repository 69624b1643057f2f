let e=new AggregateError([]);for(let i=0;i<5e4;i++)e=new AggregateError([e,e,e]);console.error(e);throw e
