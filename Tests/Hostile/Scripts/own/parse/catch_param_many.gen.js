let s="";for(let i=0;i<5e4;i++)s+="try{}catch({a,b:[c]}){var d"+i+"}";s+"1"
