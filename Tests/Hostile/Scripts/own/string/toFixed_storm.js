let c=0;for(let i=0;;i++)c+=(1e20/(i+3)).toFixed(100).length+(1.7e308).toPrecision(100).length+(1e-300).toExponential(100).length
