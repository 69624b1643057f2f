for(let i=0;i<100;i++)new RegExp("/\n".repeat(2e5)).source.length
