let s=1;let a=Array.from({length:1e6},(_,i)=>i);a.sort(()=>{s=(s*1103515245+12345)&0x7fffffff;return (s>>8)%3-1});a[0]
