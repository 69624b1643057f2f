let a=[];a[4294967290]=1;a.x=[a];structuredClone(a).length;Array.from(structuredClone(a)).length
