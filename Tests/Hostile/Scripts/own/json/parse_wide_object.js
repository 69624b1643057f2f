let s="{"+Array.from({length:3e5},(_,i)=>'"'+i+'":'+i).join()+"}";let o=JSON.parse(s);Object.keys(o).length
