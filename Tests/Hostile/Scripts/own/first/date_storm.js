let d=new Date();for(let i=0;;i++){d.setMonth(i*1e6);d.toString();d.toLocaleString();d.toISOString?.call(new Date(i))}
