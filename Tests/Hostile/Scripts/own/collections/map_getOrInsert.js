let m=new Map();if(m.getOrInsertComputed)for(let i=0;;i++)m.getOrInsertComputed("k"+i,()=>"v".repeat(1000)+i)
