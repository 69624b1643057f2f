let a=Array.from({length:3e5},(_,i)=>i^0x5555);a.sort((x,y)=>{a.length=a.length>10?10:3e5;return x-y});a.length
