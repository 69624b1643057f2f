let s="let o={};",p="q".repeat(900);for(let i=0;i<5000;i++)s+="o."+p+i+"=1;";s+"Object.keys(o).length"
