let x=1;for(;;)x=Math.hypot(...Array(1e5).fill(x))+Math.max.apply(null,Array(1e5).fill(x))
