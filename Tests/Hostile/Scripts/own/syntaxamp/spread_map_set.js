let m=new Map(Array.from({length:3e5},(_,i)=>[i,[i]]));let a=[];for(let i=0;i<1000;i++)a=[...m,...m.keys(),...m.values()];a.length
