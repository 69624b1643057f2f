let e=new Error("x".repeat(1e4));Promise.any(Array.from({length:2e5},()=>Promise.reject(e))).catch(a=>{console.log(a);return String(a.errors).length})
