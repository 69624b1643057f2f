let r=new RegExp(Array.from({length:3000},(_,i)=>"(?<g"+i+">a)?").join(""),"d");for(let i=0;i<500;i++)r.exec("a".repeat(3000)).indices.groups.g5
