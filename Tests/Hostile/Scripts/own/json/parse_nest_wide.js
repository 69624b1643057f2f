let s="1";for(let i=0;i<19;i++)s="["+s+","+s+"]";JSON.parse(s).length
