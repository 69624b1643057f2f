let t=new Float64Array(2e6).map((_,i)=>i%3?NaN:-0);t.sort();t.sort(()=>NaN);t.toSorted((a,b)=>a-b).length
